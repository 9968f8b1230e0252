package dev.marquee.engine.storage;

import dev.marquee.engine.events.Event;
import dev.marquee.engine.events.EventLog;
import dev.marquee.engine.events.binary.EventBlock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.rocksdb.RocksDB;

/// The embedded event log: one partition, in the `log` family of a [RocksDirectory].
///
/// Appends are committed in groups: while one group waits for the disk, the next one collects, so
/// that many callers share a sync. Futures complete on the log's own thread; continuations should
/// be short, or run on another executor.
///
/// Where the directory is open for reading, the log's end is that of the last
/// [RocksDirectory#refresh]; [#awaitAfter] refreshes by itself.
public final class RocksEventLog implements EventLog {

  /// How often a reading process polls for new events.
  private static final Duration POLL = Duration.ofMillis(100);

  private final RocksStore store;
  private final GroupCommit groups;
  private final LogErasure erasure;
  private final AppendQueue queue = new AppendQueue();
  private final Thread writer;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition grown = lock.newCondition();
  private volatile long end;
  private final LongAdder eventsAppended = new LongAdder();
  private final LongAdder groupsCommitted = new LongAdder();

  RocksEventLog(RocksStore store) {
    this(store, RocksDB::write);
  }

  RocksEventLog(RocksStore store, GroupCommit.Write write) {
    this.store = store;
    this.groups = new GroupCommit(store, write);
    this.erasure = new LogErasure(store);
    this.end = LogCursor.end(store);
    this.writer = Thread.ofPlatform().daemon().name("marquee-event-log").unstarted(this::commit);
    if (store.isWritable()) {
      erasure.finishInterrupted();
      writer.start();
    }
  }

  @Override
  public CompletableFuture<Appended> append(List<Event> events) {
    var append = PendingAppend.of(List.copyOf(events));
    try {
      store.checkWritable();
      if (events.isEmpty()) {
        return CompletableFuture.completedFuture(Appended.in(0, end, 0));
      }
      if (!queue.put(append, writer)) {
        throw new IllegalStateException("the event log is closed: open its directory again");
      }
      return append.done();
    } catch (IllegalStateException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  @Override
  public int partitions() {
    return 1;
  }

  @Override
  public int partitionOf(String key) {
    return 0;
  }

  @Override
  public long end(int partition) {
    Objects.checkIndex(partition, 1);
    return end;
  }

  @Override
  public long read(int partition, long after, Reader reader) {
    long last = end(partition);
    return after >= last
        ? after
        : store.using(
            db -> {
              long read = after;
              try (var cursor = new LogCursor(store, db, after + 1, last)) {
                while (cursor.advance()) {
                  EventBlock block = cursor.block();
                  while (block.hasNext() && block.next() <= last) {
                    long offset = block.next();
                    Event event = block.read();
                    if (offset > after) {
                      read = offset;
                      if (!reader.read(offset, event)) {
                        return read;
                      }
                    }
                  }
                }
              }
              return read;
            });
  }

  @Override
  public boolean awaitAfter(int partition, long after, Duration timeout)
      throws InterruptedException {
    Objects.checkIndex(partition, 1);
    long nanosLeft = timeout.toNanos();
    lock.lockInterruptibly();
    try {
      while (end <= after && nanosLeft > 0) {
        if (store.isWritable()) {
          nanosLeft = grown.awaitNanos(nanosLeft);
        } else {
          long wait = Math.min(nanosLeft, POLL.toNanos());
          nanosLeft += grown.awaitNanos(wait) - wait;
          refresh();
        }
      }
      return end > after;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void erase(String user, String pseudonym, long upTo) {
    store.checkWritable();
    erasure.erase(user, pseudonym, Math.min(upTo, end));
  }

  /// Finishes pending appends; later ones fail. Stored events can still be read.
  @Override
  public void close() {
    queue.close();
    boolean interrupted = false;
    while (writer.isAlive() && Thread.currentThread() != writer) {
      try {
        writer.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /// Number of events stored since the opening, without repeated ones.
  public long eventsAppended() {
    return eventsAppended.sum();
  }

  /// Number of groups written since the opening, each with one sync.
  public long groupsCommitted() {
    return groupsCommitted.sum();
  }

  void refresh() {
    if (!store.isWritable()) {
      store.using(
          db -> {
            db.tryCatchUpWithPrimary();
            return null;
          });
      grownTo(LogCursor.end(store));
    }
  }

  /// The log's thread.
  private void commit() {
    var group = queue.takeGroup();
    while (!group.isEmpty()) {
      try {
        GroupCommit.Outcome outcome = groups.write(group, end);
        if (outcome.end() > end) {
          eventsAppended.add(outcome.end() - end);
          groupsCommitted.increment();
          grownTo(outcome.end());
        }
        outcome.complete(group);
      } catch (Throwable e) {
        group.forEach(append -> append.done().completeExceptionally(e));
      }
      group = queue.takeGroup();
    }
  }

  private void grownTo(long newEnd) {
    lock.lock();
    try {
      end = Math.max(end, newEnd); // refreshes may overtake each other
      grown.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
