package dev.marquee.server.imports;

import dev.marquee.engine.Progress;
import dev.marquee.engine.catalog.Columns;
import dev.marquee.engine.events.ConflictingEventException;
import dev.marquee.engine.events.Event;
import dev.marquee.engine.events.EventLog;
import dev.marquee.engine.events.UserEvent;
import dev.marquee.engine.events.VectorLength;
import dev.marquee.engine.events.json.EventJson;
import dev.marquee.server.data.ImportException;
import dev.marquee.server.imports.ImportSummary.Order;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
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

  private static final String EXPECTED =
      "one JSON event per line, or a JSON list of events, each such as {\"type\": \"click\", …}";

  private final EventLog log;
  private final BadLines bad;
  private final Progress progress;
  private final ClockCheck clock;

  /// A file, or another source of lines.
  @FunctionalInterface
  private interface Opened {
    Lines open();
  }

  public EventsImport(EventLog log, BadLines bad, Progress progress) {
    this(log, bad, progress, InstantSource.system());
  }

  /// @param clock tells which events are from the future, which are refused
  public EventsImport(EventLog log, BadLines bad, Progress progress, InstantSource clock) {
    this.log = log;
    this.bad = bad;
    this.progress = progress;
    this.clock = ClockCheck.by(clock);
  }

  /// Imports files.
  public ImportSummary run(List<Path> files) {
    List<Opened> sources = files.stream().map(file -> (Opened) () -> Lines.of(file)).toList();
    try {
      return read(sources);
    } catch (ImportException e) {
      throw e.getCause() instanceof ConflictingEventException conflict
          ? new ImportException(places(sources, conflict.id()) + ": " + e.getMessage(), conflict)
          : e;
    }
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
          long rowsBefore = sorter.count();
          long badBefore = bad.count();
          CheckedFile.readLines(
              lines,
              bad,
              line -> clock.checked(vectors.checked(event(line))),
              (event, line) -> {
                sorter.add(event);
                if (sorter.count() % STEP == 0) {
                  progress.step(step, sorter.count(), 0);
                }
              });
          progress.step(step, sorter.count(), sorter.count());
          if (sorter.count() == rowsBefore && (bad.count() > badBefore || sources.size() == 1)) {
            throw bad.nothing(lines.name(), badBefore, "events", EXPECTED);
          }
        }
      }
      if (sorter.count() == 0) {
        throw bad.nothing(
            "each of %d files".formatted(sources.size()), bad.count(), "events", EXPECTED);
      }
      return append(sorter, sources.size());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Event event(byte[] line) {
    return EventJson.readOne(line, 0, line.length, EventJson.Sender.SERVER);
  }

  /// The lines with an id as `file:line`.
  private static String places(List<Opened> sources, String id) {
    List<String> places = new ArrayList<>();
    for (Opened source : sources) {
      try (Lines lines = source.open()) {
        CheckedFile.readLines(
            lines,
            BadLines.skipped(),
            EventsImport::event,
            (event, line) -> {
              if (event.id().equals(id)) {
                places.add(lines.name() + ":" + line);
              }
            });
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return String.join(" and ", places);
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
