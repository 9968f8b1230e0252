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

/// The places in the log where served feeds read their features, so that a replay can stand there.
///
/// A served feed read the video snapshot of one offset and its viewer's state of another, both
/// before the offset at which the feed itself was logged. A first pass over the log collects these
/// places; the replay then keeps what stood there until the feed comes by.
final class ServedPlaces {

  private final Long2IntOpenHashMap snapshotsWanted = new Long2IntOpenHashMap();
  private final Long2IntOpenHashMap usersWanted = new Long2IntOpenHashMap();
  private final Long2ObjectOpenHashMap<Snapshot> snapshots = new Long2ObjectOpenHashMap<>();
  private final Long2ObjectOpenHashMap<UserState> users = new Long2ObjectOpenHashMap<>();
  private final Set<String> erased = new HashSet<>();

  /// What a feed read.
  record Place(Snapshot snapshot, UserState user) {}

  /// The places that feeds name which were logged after where a fold stands.
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

  /// Takes an event of the first pass.
  void note(Event event) {
    if (event instanceof FeedServed served) {
      snapshotsWanted.addTo(served.snapshot(), 1);
      usersWanted.addTo(served.userPosition(), 1);
    } else if (event instanceof UserErased gone) {
      erased.add(gone.user());
    }
  }

  /// To be called before the first event and after each.
  ///
  /// @param user of the event just applied, or empty
  void passed(Fold fold, String user) {
    if (snapshotsWanted.containsKey(fold.offset())) {
      snapshots.put(fold.offset(), fold.snapshot());
    }
    if (!user.isEmpty() && usersWanted.containsKey(fold.offset())) {
      users.put(fold.offset(), fold.users().read(user));
    }
  }

  /// To be called before a user's first event after a checkpoint.
  void goesOnFrom(UserState before) {
    if (usersWanted.containsKey(before.position())) {
      users.put(before.position(), before.copy());
    }
  }

  /// What a feed read, or null where it cannot be known any more: its viewer was erased, or it was
  /// before the checkpoint that a replay starts at.
  Place of(FeedServed served) {
    Snapshot snapshot = take(snapshotsWanted, snapshots, served.snapshot());
    UserState user =
        served.userPosition() == 0
            ? UserState.unknown(served.user())
            : take(usersWanted, users, served.userPosition());
    return snapshot == null || user == null || erased.contains(served.user())
        ? null
        : new Place(snapshot, user);
  }

  /// Whether a user asked to be forgotten: what remains under the pseudonym is no example.
  boolean isErased(String user) {
    return erased.contains(user);
  }

  /// Lets go of what the last feed that wanted it has read.
  private static <T> T take(
      Long2IntOpenHashMap wanted, Long2ObjectOpenHashMap<T> kept, long offset) {
    T place = kept.get(offset);
    if (wanted.addTo(offset, -1) == 1) {
      kept.remove(offset);
    }
    return place;
  }
}
