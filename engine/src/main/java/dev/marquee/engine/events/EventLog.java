package dev.marquee.engine.events;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// The append-only log of all events: the truth of which all state is a fold.
///
/// Events are ordered per user and per partition, not globally. An offset is opaque beyond its
/// order: it grows with each event of its partition and 0 stands before the first. The embedded log
/// has one partition. Nothing looks events up by key.
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

  /// Takes the user's identity out of all events up to `upTo`: user and event ids become
  /// `pseudonym`s that nothing links back, profiles become empty. Contents and offsets stay, so
  /// that a replay of everybody else's events is unchanged.
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
  /// @param partition the partition of the batch's last event
  /// @param offset everything of the batch is at or before this offset
  /// @param repeated how many of the events the log already held
  record Appended(int partition, long offset, int repeated) {}
}
