package dev.marquee.engine.training.examples;

import dev.marquee.engine.events.Event;
import dev.marquee.engine.events.EventLog;
import dev.marquee.engine.events.FeedServed;
import dev.marquee.engine.events.UserErased;
import dev.marquee.engine.state.Fold;
import dev.marquee.engine.state.Snapshot;
import dev.marquee.engine.state.UserState;
import it.unimi.dsi.fastutil.longs.Long2IntOpenHashMap;
import it.unimi.dsi.fastutil.longs.Long2ObjectOpenHashMap;
import java.util.HashSet;
import java.util.Set;

/// The places in the log where served feeds read their features, so that a replay can use the same
/// state.
///
/// A served feed read the video snapshot of one offset and its viewer's state of another, both
/// before the offset at which the feed itself was logged. A first pass over the log collects these
/// places; the replay then keeps their state until it reaches the feed.
final class ServedPlaces {

  private final Long2IntOpenHashMap snapshotsWanted = new Long2IntOpenHashMap();
  private final Long2IntOpenHashMap usersWanted = new Long2IntOpenHashMap();
  private final Long2ObjectOpenHashMap<Snapshot> snapshots = new Long2ObjectOpenHashMap<>();
  private final Long2ObjectOpenHashMap<UserState> users = new Long2ObjectOpenHashMap<>();
  private final Set<String> erased = new HashSet<>();

  /// The state that a feed read.
  record Place(Snapshot snapshot, UserState user) {}

  /// The places named by feeds that were logged after a fold's position.
  static ServedPlaces after(Fold fold, EventLog log) {
    ServedPlaces places = new ServedPlaces();
    for (int partition = 0; partition < log.partitions(); partition++) {
      log.read(
          partition,
          fold.offset(partition),
          (offset, event) -> {
            places.note(event);
            return true;
          });
    }
    return places;
  }

  /// Processes an event in the first pass.
  void note(Event event) {
    if (event instanceof FeedServed served) {
      snapshotsWanted.addTo(served.snapshot(), 1);
      usersWanted.addTo(served.userPosition(), 1);
    } else if (event instanceof UserErased gone) {
      erased.add(gone.user());
    }
  }

  /// Must be called before the first event and after each event.
  ///
  /// @param user the user of the event just applied, or empty
  void passed(Fold fold, String user) {
    if (snapshotsWanted.containsKey(fold.offset())) {
      snapshots.put(fold.offset(), fold.snapshot());
    }
    if (!user.isEmpty() && usersWanted.containsKey(fold.offset())) {
      users.put(fold.offset(), fold.users().read(user));
    }
  }

  /// Must be called before a user's first event after a checkpoint.
  void goesOnFrom(UserState before) {
    if (usersWanted.containsKey(before.position())) {
      users.put(before.position(), before.copy());
    }
  }

  /// The state that a feed read, or null if it is no longer known: its viewer was erased, or the
  /// feed read it before the replay's checkpoint, or in another log.
  Place of(FeedServed served) {
    Snapshot snapshot = take(snapshotsWanted, snapshots, served.snapshot());
    UserState user =
        served.userPosition() == 0
            ? UserState.unknown(served.user())
            : take(usersWanted, users, served.userPosition());
    return snapshot == null
            || user == null
            || !user.user().equals(served.user()) // a place of another log, taken for one of this
            || erased.contains(served.user())
        ? null
        : new Place(snapshot, user);
  }

  /// Whether a user's data was erased: events left under the pseudonym are not examples.
  boolean isErased(String user) {
    return erased.contains(user);
  }

  /// Removes the state once the last feed that needs it has read it.
  private static <T> T take(
      Long2IntOpenHashMap wanted, Long2ObjectOpenHashMap<T> kept, long offset) {
    T place = kept.get(offset);
    if (wanted.addTo(offset, -1) == 1) {
      kept.remove(offset);
    }
    return place;
  }
}
