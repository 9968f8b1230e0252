package dev.marquee.testkit;

import dev.marquee.engine.events.Event;
import dev.marquee.engine.events.EventLog;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// Passes all calls to another log. Tests override the call that should behave differently.
public abstract class ForwardingLog implements EventLog {

  private final EventLog log;

  protected ForwardingLog(EventLog log) {
    this.log = log;
  }

  @Override
  public CompletableFuture<Appended> append(List<Event> events) {
    return log.append(events);
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
  public long read(int partition, long after, Reader reader) {
    return log.read(partition, after, reader);
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
