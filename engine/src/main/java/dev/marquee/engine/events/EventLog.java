package dev.marquee.engine.events;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/// The append-only log of all events: the source of truth, of which all state is a fold.
///
/// Events are ordered per user and per partition, not globally. An offset has no meaning but its
/// order: it grows with each event of its partition; 0 is before the first. The embedded log has
/// one partition.
///
/// There is no lookup of events by key. An append detects repeated ids by a map of ids to content
/// digests. The embedded log keeps this map for all its events; another log may drop entries after
/// some time. Callers may rely on this: an event that is sent again within a week changes nothing;
/// later it may be written a second time.
///
/// Safe for use by many threads.
public interface EventLog extends AutoCloseable {

  /// Appends all of `events` or none of them.
  ///
  /// The future completes once the events are durable: they survive a power failure. An event that
  /// the log already holds with the same content is acknowledged and not written again. The future
  /// fails with [ConflictingEventException] where an id was used before with other content, and
  /// with [IllegalStateException] where the log is open for reading only.
  CompletableFuture<Appended> append(List<Event> events);

  /// The number of partitions, which are numbered from 0.
  int partitions();

  /// The partition of a key: the user's id for a user's events, the video's id for a video's
  /// events, empty for others.
  int partitionOf(String key);

  /// The offset of the last event of a partition; 0 where it is empty.
  long end(int partition);

  /// Passes the events after `after` to `reader` in order, up to the end as of this call or until
  /// `reader` returns false. Returns the offset of the last event passed, or `after`.
  ///
  /// @throws CorruptLogException where stored bytes are damaged
  long read(int partition, long after, Reader reader);

  /// The sum of the last offsets of all partitions.
  default long end() {
    long end = 0;
    for (int partition = 0; partition < partitions(); partition++) {
      end += end(partition);
    }
    return end;
  }

  /// Passes all events to `reader`, one partition after the other, up to the ends as of this call
  /// or until `reader` returns false. Returns the place of the last event passed.
  ///
  /// A place is the offset plus the ends of the partitions before. So it grows with each event, and
  /// is the offset where the log has one partition.
  ///
  /// @throws CorruptLogException where stored bytes are damaged
  default long replay(Reader reader) {
    long[] place = {0};
    boolean[] goesOn = {true};
    for (int partition = 0; partition < partitions() && goesOn[0]; partition++) {
      long before = place[0];
      read(
          partition,
          0,
          (offset, event) -> {
            place[0] = before + offset;
            goesOn[0] = reader.read(place[0], event);
            return goesOn[0];
          });
    }
    return place[0];
  }

  /// Waits until the partition has an event after `after`, for at most `timeout`.
  ///
  /// @return whether there is one
  boolean awaitAfter(int partition, long after, Duration timeout) throws InterruptedException;

  /// Removes the user's identity from all events up to the [UserErased] at `upTo`: from then on no
  /// read returns the user's id, the ids of the user's events and feeds, or the profile. They are
  /// replaced by `pseudonym`, or ids that begin with it; nothing links these to the user. Events of
  /// one feed still name the same feed. Video, outcome, context, time and offset stay, so that
  /// refolded counters are equal and events of other users are unchanged. The old ids still count
  /// as used.
  ///
  /// An append-only log can fulfil this by crypto-shredding: it encrypts the identity with a key
  /// per user, changes the key with each [UserErased], and deletes the key here.
  ///
  /// @param upTo the offset of the user's [UserErased], in the user's partition
  void erase(String user, String pseudonym, long upTo);

  @Override
  void close();

  /// Reads events one by one.
  @FunctionalInterface
  interface Reader {

    /// Takes an event.
    ///
    /// @return whether to continue
    boolean read(long offset, Event event);
  }

  /// The result of an append.
  ///
  /// @param offsets for each partition with events of the batch, an offset at or after the last of
  ///   these
  /// @param repeated the number of events that the log already held
  record Appended(Map<Integer, Long> offsets, int repeated) {

    public Appended {
      offsets = Map.copyOf(offsets);
    }

    /// A batch in one partition.
    public static Appended in(int partition, long offset, int repeated) {
      return new Appended(Map.of(partition, offset), repeated);
    }
  }
}
