package dev.marquee.engine.events;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/// The append-only log of all events: the truth of which all state is a fold.
///
/// Events are ordered per user and per partition, not globally. An offset is opaque beyond its
/// order: it grows with each event of its partition and 0 stands before the first. The embedded log
/// has one partition.
///
/// Nothing looks events up by key. That an id came before is a fold of ids to digests of contents,
/// which an append asks. The embedded log keeps that fold over all its events; another may let go
/// of what is older than a bound of time. Callers may rely on this: an event that is sent again
/// within a week changes nothing. What is sent again later may be written a second time.
///
/// Safe for use by many threads.
public interface EventLog extends AutoCloseable {

  /// Appends all of `events` or none of them.
  ///
  /// The future completes once the events are durable: they survive the loss of the machine's
  /// power. An event that the log already holds with the same content is acknowledged and not
  /// written again. It fails with [ConflictingEventException] where an id came before with other
  /// content, and with [IllegalStateException] where the log is open for reading only.
  CompletableFuture<Appended> append(List<Event> events);

  /// How many partitions there are; they are numbered from 0.
  int partitions();

  /// The partition of a key: of a user for the events of a user, of a video for the events of a
  /// video, and empty for the rest.
  int partitionOf(String key);

  /// The offset of the last event of a partition; 0 where it is empty.
  long end(int partition);

  /// Hands over the events after `after` in order, until the end as of this call or until `reader`
  /// has had enough, and returns the offset of the last event handed over, or `after`.
  ///
  /// @throws CorruptLogException where stored bytes cannot be read back
  long read(int partition, long after, Reader reader);

  /// Where all partitions end: the sum of their last offsets.
  default long end() {
    long end = 0;
    for (int partition = 0; partition < partitions(); partition++) {
      end += end(partition);
    }
    return end;
  }

  /// Hands over all events, one partition after the other, until the ends as of this call or until
  /// `reader` has had enough, and returns the last place handed over.
  ///
  /// A place counts on over the partitions: the ends of those before, and the offset. So it grows
  /// with each event, and is the offset where the log has one partition.
  ///
  /// @throws CorruptLogException where stored bytes cannot be read back
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

  /// Takes the user's identity out of all events up to the one that says the user is erased: from
  /// then on no read gives the user's id, the ids of the user's events and feeds, or the profile.
  /// In their place stands `pseudonym`, or what begins with it, which nothing links back. Events of
  /// one feed still name the same feed. Video, outcome, context, time and offset stay, so that
  /// counters refold alike and everybody else's events are unchanged. The ids still count as ones
  /// that came before.
  ///
  /// A log that cannot be rewritten can keep this too: it stores what is taken out under a key of
  /// the user's, changes the key with each [UserErased], and drops it here.
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
    /// @return whether to go on
    boolean read(long offset, Event event);
  }

  /// Where a batch ended up.
  ///
  /// @param offsets of each partition that has events of the batch, an offset at or before which
  ///   all of these stand
  /// @param repeated how many of the events the log already held
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
