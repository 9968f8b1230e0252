package dev.marquee.server.imports;

import dev.marquee.engine.events.Event;
import dev.marquee.engine.events.EventLog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// A log whose disk is full after a number of batches.
final class FailingLog implements EventLog {

  private final EventLog log;
  private int left;

  FailingLog(EventLog log, int batches) {
    this.log = log;
    this.left = batches;
  }

  @Override
  public CompletableFuture<Appended> append(List<Event> batch) {
    if (left == 0) {
      return CompletableFuture.failedFuture(
          new UncheckedIOException("the disk is full", new IOException()));
    }
    left--;
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
