package dev.marquee.testkit;

import dev.marquee.engine.events.Event;
import dev.marquee.engine.events.EventLog;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;

/// A log that counts how many events readers receive, to test how often it is read.
public final class CountedReads implements EventLog {

  private final EventLog log;
  private final AtomicLong events = new AtomicLong();

  public CountedReads(EventLog log) {
    this.log = log;
  }

  /// Number of events that readers received; an event read twice counts twice.
  public long events() {
    return events.get();
  }

  @Override
  public long read(int partition, long after, Reader reader) {
    return log.read(
        partition,
        after,
        (offset, event) -> {
          events.incrementAndGet();
          return reader.read(offset, event);
        });
  }

  @Override
  public CompletableFuture<Appended> append(List<Event> batch) {
    return log.append(batch);
  }

  @Override
  public int partitions() {
    return log.partitions();
  }

  @Override
  public int partitionOf(String key) {
    return log.partitionOf(key);
  }

  @Override
  public long end(int partition) {
    return log.end(partition);
  }

  @Override
  public boolean awaitAfter(int partition, long after, Duration timeout)
      throws InterruptedException {
    return log.awaitAfter(partition, after, timeout);
  }

  @Override
  public void erase(String user, String pseudonym, long upTo) {
    log.erase(user, pseudonym, upTo);
  }

  @Override
  public void close() {
    log.close();
  }
}
