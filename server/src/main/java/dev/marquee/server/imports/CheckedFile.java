package dev.marquee.server.imports;

import dev.marquee.engine.Progress;
import dev.marquee.engine.catalog.Columns;
import dev.marquee.engine.events.Event;
import dev.marquee.engine.events.EventLog;
import dev.marquee.engine.events.InvalidEventException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/// Imports a file of any size by reading it twice: first to find bad lines, then to append.
///
/// Standard input is first copied to a temporary file.
final class CheckedFile {

  /// Reads a file, reports its bad lines and passes on the events of the others.
  @FunctionalInterface
  interface Format {
    void read(Path file, BadLines bad, Consumer<Event> sink) throws IOException;
  }

  private CheckedFile() {}

  static ImportSummary run(
      Path file, Format format, EventLog log, BadLines bad, Progress progress) {
    try {
      String step = "check " + file.getFileName();
      long[] rows = {0};
      format.read(
          file,
          bad,
          event -> {
            if (++rows[0] % 10_000 == 0) {
              progress.step(step, rows[0], 0);
            }
          });
      progress.step(step, rows[0], rows[0]);
      var batches = new LogBatches(log, progress, rows[0]);
      format.read(file, BadLines.skipped(), batches::add);
      batches.finish();
      return new ImportSummary(
          1,
          new ImportSummary.LineCounts(rows[0], 0, bad.count()),
          batches.events(),
          ImportSummary.Order.KEPT,
          Optional.empty(),
          Columns.NONE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Reads a file with one event per line.
  static void readLines(
      Path file, BadLines bad, Function<byte[], Event> reader, Consumer<Event> sink)
      throws IOException {
    try (var lines = Lines.of(file)) {
      readLines(lines, bad, reader, sink);
    }
  }

  /// Reads lines with one event each.
  static void readLines(
      Lines lines, BadLines bad, Function<byte[], Event> reader, Consumer<Event> sink) {
    for (byte[] line = lines.next(); line != null; line = lines.next()) {
      if (Lines.isBlank(line)) {
        continue;
      }
      Event event;
      try {
        event = reader.apply(line);
      } catch (InvalidEventException e) {
        bad.add(lines.name(), lines.number(), e.reason());
        continue;
      }
      sink.accept(event);
    }
  }

  /// Copies a stream to a temporary file while `run` executes.
  static ImportSummary spooled(InputStream in, Function<Path, ImportSummary> run) {
    try {
      Path file = Files.createTempFile("stdin-", "");
      try {
        Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
        return run.apply(file);
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
