package dev.marquee.engine.state;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;

/// The user states in memory, backed by a store where there is one.
///
/// The fold is the one writer; any thread may [#read].
public final class UserStates {

  private final ConcurrentHashMap<String, UserState> states = new ConcurrentHashMap<>();
  private volatile Function<String, UserState> load;
  private final Set<String> removed = ConcurrentHashMap.newKeySet();

  /// States in memory only.
  public UserStates() {
    this(UserState::unknown);
  }

  /// States that are loaded on demand.
  ///
  /// @param load returns the stored state of a user, or that of an unknown user
  public UserStates(Function<String, UserState> load) {
    this.load = load;
  }

  /// From now on, states that are not in memory are loaded by `saved`.
  public void loadFrom(Function<String, UserState> saved) {
    load = saved;
  }

  /// A copy of the user's state, that of an unknown user if there is none; never null.
  public UserState read(String user) {
    UserState state = states.get(user);
    if (state == null) {
      // Not kept, so that requests for made-up users cannot fill the memory.
      return stored(user);
    }
    synchronized (state) {
      return state.copy();
    }
  }

  /// The user's live state, not to be kept or changed. Only for the folding thread, which needs no
  /// copy.
  public UserState peek(String user) {
    UserState state = states.get(user);
    return state == null ? stored(user) : state;
  }

  /// Passes every live state in memory to `reader`. Only for the folding thread.
  public void forEach(Consumer<UserState> reader) {
    states.values().forEach(reader);
  }

  /// The user's live state, for changes. Only for the folding thread.
  public UserState writable(String user) {
    UserState state = states.get(user);
    if (state == null) {
      state = stored(user);
      states.put(user, state);
    }
    return state;
  }

  /// An erased user's state is still stored until the next save, but no longer read.
  private UserState stored(String user) {
    return removed.contains(user) ? UserState.unknown(user) : load.apply(user);
  }

  void remove(String user) {
    states.remove(user);
    removed.add(user);
  }

  /// Whether a user was removed since the last save.
  public boolean isRemoved(String user) {
    return removed.contains(user);
  }

  /// The users removed since the last call, for a store that saves changes.
  public List<String> takeRemoved() {
    List<String> taken = List.copyOf(removed);
    removed.clear();
    return taken;
  }

  /// Evicts the states with the oldest changes, down to `max`. Only saved states are evicted; they
  /// are loaded again on demand. Only for the folding thread.
  public void shrinkTo(int max) {
    if (states.size() <= max) {
      return;
    }
    long[] positions = states.values().stream().mapToLong(UserState::position).sorted().toArray();
    long oldest = max == 0 ? Long.MAX_VALUE : positions[positions.length - max];
    states.values().removeIf(s -> s.position() < oldest && s.position() == s.savedPosition());
  }

  public int size() {
    return states.size();
  }
}
