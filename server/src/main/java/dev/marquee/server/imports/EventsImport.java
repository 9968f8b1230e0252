package dev.marquee.server.imports;

import dev.marquee.engine.Progress;
import dev.marquee.engine.events.Event;
import dev.marquee.engine.events.EventLog;
import dev.marquee.engine.events.VectorLength;
import dev.marquee.engine.events.json.EventJson;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.function.Consumer;

/// Imports events from a file with one JSON event per line, plain or gzip.
///
/// The file may come from another Marquee's log, so it may contain served feeds. Events keep their
/// ids, so events that the log already holds are recognised.
public final class EventsImport {

  private final EventLog log;
  private final BadLines bad;
  private final Progress progress;

  public EventsImport(EventLog log, BadLines bad, Progress progress) {
    this.log = log;
    this.bad = bad;
    this.progress = progress;
  }

  /// Imports a file.
  public ImportSummary run(Path file) {
    return CheckedFile.run(file, this::read, log, bad, progress);
  }

  /// Imports standard input.
  public ImportSummary run(InputStream in) {
    return CheckedFile.spooled(in, this::run);
  }

  private void read(Path file, BadLines bad, Consumer<Event> sink) throws IOException {
    VectorLength vectors = VectorLength.of(log);
    CheckedFile.readLines(
        file,
        bad,
        line -> vectors.checked(EventJson.readOne(line, 0, line.length, EventJson.Sender.SERVER)),
        sink);
  }
}
