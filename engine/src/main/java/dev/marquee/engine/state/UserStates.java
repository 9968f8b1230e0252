package dev.marquee.engine.state;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;

/// The user states in memory, with whatever stands behind them.
///
/// The fold is the one writer; any thread may [#read].
public final class UserStates {

  private final ConcurrentHashMap<String, UserState> states = new ConcurrentHashMap<>();
  private volatile Function<String, UserState> load;
  private final Set<String> removed = ConcurrentHashMap.newKeySet();

  /// States that live in memory alone.
  public UserStates() {
    this(UserState::unknown);
  }

  /// States that are loaded when first asked for.
  ///
  /// @param load gives the stored state of a user, or an unknown user's
  public UserStates(Function<String, UserState> load) {
    this.load = load;
  }

  /// From now on states that are not in memory are loaded from where they were saved.
  public void loadFrom(Function<String, UserState> saved) {
    load = saved;
  }

  /// A copy of the user's state, an unknown user's if nothing was folded; never null.
  public UserState read(String user) {
    UserState state = states.get(user);
    if (state == null) {
      // Not kept: whoever asks for the feeds of made-up users must not fill the memory.
      return stored(user);
    }
    synchronized (state) {
      return state.copy();
    }
  }

  /// The user's state as it is, not to be kept nor written: for the folding thread alone, which
  /// saves itself the copy.
  public UserState peek(String user) {
    UserState state = states.get(user);
    return state == null ? stored(user) : state;
  }

  /// Hands over every state in memory, as it is: for the folding thread alone.
  public void forEach(Consumer<UserState> reader) {
    states.values().forEach(reader);
  }

  /// The state to be written, for the folding thread alone.
  public UserState writable(String user) {
    UserState state = states.get(user);
    if (state == null) {
      state = stored(user);
      states.put(user, state);
    }
    return state;
  }

  /// An erased user's stored state lasts until the next save, but is not read any more.
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

  /// Users removed since the last call, for a store that saves what changed.
  public List<String> takeRemoved() {
    List<String> taken = List.copyOf(removed);
    removed.clear();
    return taken;
  }

  /// Lets go of the states that changed longest ago, down to `max`. Only what is saved goes; it is
  /// loaded again when asked for. For the folding thread alone.
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
