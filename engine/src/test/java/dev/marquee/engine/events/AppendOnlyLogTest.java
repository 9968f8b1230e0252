package dev.marquee.engine.events;

import dev.marquee.testkit.AppendOnlyLog;
import dev.marquee.testkit.EventLogContract;
import org.junit.jupiter.api.Nested;

/// What the port promises can be kept by a log that is partitioned and cannot be rewritten.
class AppendOnlyLogTest {

  @Nested
  class OfOnePartition implements EventLogContract {

    private final EventLog log = new AppendOnlyLog(1);

    @Override
    public EventLog open() {
      return log;
    }
  }

  @Nested
  class OfFourPartitions implements EventLogContract {

    private final EventLog log = new AppendOnlyLog(4);

    @Override
    public EventLog open() {
      return log;
    }
  }
}
