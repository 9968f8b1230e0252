package dev.marquee.server.imports;

import dev.marquee.engine.events.Event;
import dev.marquee.engine.events.EventLog;
import dev.marquee.testkit.ForwardingLog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// A log whose disk is full after a number of batches.
final class FailingLog extends ForwardingLog {

  private int left;

  FailingLog(EventLog log, int batches) {
    super(log);
    this.left = batches;
  }

  @Override
  public CompletableFuture<Appended> append(List<Event> batch) {
    if (left == 0) {
      return CompletableFuture.failedFuture(
          new UncheckedIOException("the disk is full", new IOException()));
    }
    left--;
    return super.append(batch);
  }
}
