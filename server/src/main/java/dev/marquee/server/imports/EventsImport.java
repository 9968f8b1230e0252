package dev.marquee.server.imports;

import dev.marquee.engine.Progress;
import dev.marquee.engine.catalog.Columns;
import dev.marquee.engine.events.EventLog;
import dev.marquee.engine.events.UserEvent;
import dev.marquee.engine.events.VectorLength;
import dev.marquee.engine.events.json.EventJson;
import dev.marquee.server.imports.ImportSummary.Order;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Imports events from files with one JSON event per line, plain or gzip, sorted by time across all
/// files. State and training examples follow the log's order: a click that stands before its
/// impression is not attributed to it.
///
/// The files may come from another Marquee's log, so they may contain served feeds. These name
/// places of that log, which are left out: [LogCopyImport] keeps them. Events keep their ids, so
/// events that the log already holds are recognised. All files are read before the first event is
/// appended.
public final class EventsImport {

  /// How much of the log's end is searched for the time of its latest event.
  private static final long SEARCHED = 100_000;

  private static final int STEP = 10_000;

  private final EventLog log;
  private final BadLines bad;
  private final Progress progress;

  /// A file, or another source of lines.
  @FunctionalInterface
  private interface Opened {
    Lines open();
  }

  public EventsImport(EventLog log, BadLines bad, Progress progress) {
    this.log = log;
    this.bad = bad;
    this.progress = progress;
  }

  /// Imports files.
  public ImportSummary run(List<Path> files) {
    return read(files.stream().map(file -> (Opened) () -> Lines.of(file)).toList());
  }

  /// Imports standard input.
  public ImportSummary run(InputStream in) {
    return read(List.of(() -> Lines.of("stdin", in)));
  }

  private ImportSummary read(List<Opened> sources) {
    try (var sorter = new EventSorter()) {
      VectorLength vectors = VectorLength.of(log);
      for (Opened source : sources) {
        try (Lines lines = source.open()) {
          String step = "read " + lines.name();
          CheckedFile.readLines(
              lines,
              bad,
              line ->
                  vectors.checked(EventJson.readOne(line, 0, line.length, EventJson.Sender.SERVER)),
              event -> {
                sorter.add(event);
                if (sorter.count() % STEP == 0) {
                  progress.step(step, sorter.count(), 0);
                }
              });
          progress.step(step, sorter.count(), sorter.count());
        }
      }
      return append(sorter, sources.size());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private ImportSummary append(EventSorter sorter, int files) {
    Instant end = latestInLog();
    long[] late = {0};
    var places = new FeedPlaces(log);
    var batches = new LogBatches(log, progress, sorter.count());
    sorter.forEach(
        event -> {
          if (event instanceof UserEvent && event.at().isBefore(end)) {
            late[0]++;
          }
          batches.add(places.here(event));
        });
    batches.finish();
    return new ImportSummary(
        files,
        new ImportSummary.LineCounts(sorter.count(), 0, bad.count()),
        batches.events(),
        new Order(sorter.outOfOrder(), late[0], places.lost()),
        Optional.empty(),
        Columns.NONE);
  }

  /// The latest time of a user's event near the end of the log; before all times where there is
  /// none.
  private Instant latestInLog() {
    Instant[] latest = {Instant.MIN};
    for (int partition = 0; partition < log.partitions(); partition++) {
      log.read(
          partition,
          Math.max(0, log.end(partition) - SEARCHED),
          (offset, event) -> {
            if (event instanceof UserEvent && event.at().isAfter(latest[0])) {
              latest[0] = event.at();
            }
            return true;
          });
    }
    return latest[0];
  }
}
