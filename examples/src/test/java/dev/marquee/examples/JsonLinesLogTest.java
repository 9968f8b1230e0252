package dev.marquee.examples;

import dev.marquee.engine.events.EventLog;
import dev.marquee.testkit.EventLogContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/// Runs the published event log contract on the custom log.
class JsonLinesLogTest implements EventLogContract {

  @TempDir Path folder;

  @Override
  public EventLog open() {
    return new JsonLinesLog(folder.resolve("events.jsonl"));
  }
}
