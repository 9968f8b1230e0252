package dev.marquee.testkit;

import dev.marquee.engine.catalog.Columns;
import dev.marquee.engine.catalog.VideoTable;
import dev.marquee.engine.state.CounterTable;
import dev.marquee.engine.state.Fold;
import dev.marquee.engine.state.FoldSettings;
import dev.marquee.engine.state.RecentPositives;
import dev.marquee.engine.state.StateStore;
import dev.marquee.engine.state.StateTables;
import dev.marquee.engine.state.UserState;
import dev.marquee.engine.state.UserStates;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// A state store in memory that saves user by user, like a remote store. It shows how to keep the
/// contract of [StateStore] without a transaction over many users.
///
/// A user's record holds the new state and the state of the last checkpoint. The checkpoint
/// consists of the tables and their offsets and is written last; until then the new states are not
/// read.
public final class MemoryStateStore implements StateStore {

  private final Map<String, Versions> users = new HashMap<>();
  private Optional<Checkpoint> checkpoint = Optional.empty();
  private int usersUntilHalt = Integer.MAX_VALUE;

  /// A user's state as of the last checkpoint (empty if there is none) and the latest state.
  private record Versions(Optional<byte[]> checked, byte[] latest) {}

  /// The tables with their offsets; [StateTables] converts them to bytes.
  private record Checkpoint(
      List<Long> offsets,
      FoldSettings settings,
      List<byte[]> videos,
      List<byte[]> counters,
      Map<Integer, byte[]> recent) {

    long[] ofPartitions() {
      return offsets.stream().mapToLong(Long::longValue).toArray();
    }

    /// The place up to which the tables are folded.
    long place() {
      return Arrays.stream(ofPartitions()).sum();
    }
  }

  /// Makes the next save stop with an [IllegalStateException] after `count` users are written.
  public void haltAfter(int count) {
    usersUntilHalt = count;
  }

  @Override
  public Optional<Fold> load(FoldSettings settings) {
    return checkpoint
        .filter(saved -> isSame(saved.settings, settings))
        .map(saved -> restored(saved, settings));
  }

  /// Ignores the columns, because attributes are stored as received.
  private static boolean isSame(FoldSettings one, FoldSettings other) {
    return one.with(Columns.NONE).equals(other.with(Columns.NONE));
  }

  private Fold restored(Checkpoint saved, FoldSettings settings) {
    VideoTable videos = new VideoTable(settings.columns());
    CounterTable counters = Fold.counters(settings);
    RecentPositives recent = new RecentPositives();
    saved.videos.forEach(bytes -> StateTables.restoreVideo(videos, bytes));
    saved.counters.forEach(bytes -> StateTables.restoreCounters(counters, bytes));
    saved.recent.forEach((video, bytes) -> recent.restore(video, StateTables.positives(bytes)));
    UserStates states = new UserStates(user -> load(user, videos));
    return new Fold(settings, videos, counters, recent, states, saved.ofPartitions());
  }

  private UserState load(String user, VideoTable videos) {
    return checked(user)
        .map(bytes -> UserState.fromBytes(user, bytes, videos))
        .orElseGet(() -> UserState.unknown(user));
  }

  /// The user's state as of the last checkpoint.
  private Optional<byte[]> checked(String user) {
    Versions versions = users.get(user);
    if (versions == null || checkpoint.isEmpty()) {
      return Optional.empty();
    }
    return UserState.positionOf(versions.latest) <= checkpoint.get().place()
        ? Optional.of(versions.latest)
        : versions.checked;
  }

  @Override
  public void save(Fold fold) {
    boolean first = checkpoint.filter(saved -> isSame(saved.settings, fold.settings())).isEmpty();
    if (first) {
      checkpoint = Optional.empty();
      users.clear();
    }
    List<UserState> changed = new ArrayList<>();
    fold.users()
        .forEach(
            state -> {
              if (first || state.position() != state.savedPosition()) {
                changed.add(state);
              }
            });
    List<String> refused = new ArrayList<>();
    for (UserState state : changed) {
      if (usersUntilHalt-- == 0) {
        usersUntilHalt = Integer.MAX_VALUE;
        throw new IllegalStateException("halted");
      }
      Optional<byte[]> before = checked(state.user());
      long position = before.map(UserState::positionOf).orElse(0L);
      if (!first && position != state.savedPosition() && !fold.users().isRemoved(state.user())) {
        refused.add(
            "user '%s' is stored at offset %d, expected %d"
                .formatted(state.user(), position, state.savedPosition()));
      } else {
        users.put(state.user(), new Versions(before, state.toBytes(fold.videos())));
      }
    }
    if (!refused.isEmpty()) {
      throw new IllegalStateException(
          String.join(", ", refused) + ": another process writes to this store");
    }
    for (String user : fold.users().takeRemoved()) {
      // A user who came back after the erasure has just been written again.
      if (changed.stream().noneMatch(state -> state.user().equals(user))) {
        users.remove(user);
      }
    }
    checkpoint = Optional.of(checkpoint(fold));
    changed.forEach(UserState::saved);
    if (first) {
      fold.users().loadFrom(user -> load(user, fold.videos()));
    }
  }

  private static Checkpoint checkpoint(Fold fold) {
    List<byte[]> videos = new ArrayList<>();
    List<byte[]> counters = new ArrayList<>();
    Map<Integer, byte[]> recent = new TreeMap<>();
    for (int video = 0; video < fold.videos().size(); video++) {
      videos.add(StateTables.video(fold.videos(), video));
      recent.put(video, StateTables.positives(fold.recentPositives().row(video)));
    }
    for (int page = 0; fold.counters().rowsOf(page) > 0; page++) {
      counters.add(StateTables.counters(fold.counters(), page));
    }
    List<Long> offsets = Arrays.stream(fold.offsets()).boxed().toList();
    return new Checkpoint(offsets, fold.settings(), videos, counters, recent);
  }

  @Override
  public List<Optional<byte[]>> read(List<String> asked) {
    return asked.stream().map(this::checked).toList();
  }
}
