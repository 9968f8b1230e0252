package dev.marquee.testkit;

import dev.marquee.engine.events.EventLog;
import java.util.concurrent.atomic.AtomicLong;

/// A log that counts how many events readers receive, to test how often it is read.
public final class CountedReads extends ForwardingLog {

  private final AtomicLong events = new AtomicLong();

  public CountedReads(EventLog log) {
    super(log);
  }

  /// Number of events that readers received; an event read twice counts twice.
  public long events() {
    return events.get();
  }

  @Override
  public long read(int partition, long after, Reader reader) {
    return super.read(
        partition,
        after,
        (offset, event) -> {
          events.incrementAndGet();
          return reader.read(offset, event);
        });
  }
}
