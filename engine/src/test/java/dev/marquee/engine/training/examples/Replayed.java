package dev.marquee.engine.training.examples;

import dev.marquee.engine.Progress;
import dev.marquee.engine.events.Event;
import dev.marquee.engine.state.FoldSettings;
import dev.marquee.engine.storage.RocksDirectory;
import dev.marquee.engine.training.examples.ExampleReplay.Span;
import java.nio.file.Path;
import java.util.List;

/// A log of its own for each test, and what its replay gives.
public final class Replayed implements AutoCloseable {

  private final RocksDirectory directory;

  public Replayed(Path folder) {
    directory = RocksDirectory.open(folder.resolve("data"));
  }

  public dev.marquee.engine.events.EventLog log() {
    return directory.log();
  }

  /// Appends the events and returns the offset of the last.
  public long tell(Event... events) {
    return tell(List.of(events));
  }

  public long tell(List<Event> events) {
    log().append(events).join();
    return log().end();
  }

  Examples examples() {
    return replay(FoldSettings.defaults(), Span.all()).examples();
  }

  public ExampleReplay.ReplayResult replay(FoldSettings settings, Span span) {
    return new ExampleReplay(log(), settings, Progress.NONE).replay(span);
  }

  @Override
  public void close() {
    directory.close();
  }
}
