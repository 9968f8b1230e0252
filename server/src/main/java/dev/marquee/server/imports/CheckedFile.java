package dev.marquee.server.imports;

import dev.marquee.engine.events.InvalidEventException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.function.Consumer;
import java.util.function.Function;

/// Reads files of one JSON object per line, and keeps standard input in one where it is read twice.
final class CheckedFile {

  private CheckedFile() {}

  /// Reads a file with one object per line.
  static <T> void readLines(Path file, BadLines bad, Function<byte[], T> reader, Consumer<T> sink)
      throws IOException {
    try (var lines = Lines.of(file)) {
      readLines(lines, bad, reader, sink);
    }
  }

  /// Reads lines with one object each.
  static <T> void readLines(
      Lines lines, BadLines bad, Function<byte[], T> reader, Consumer<T> sink) {
    for (byte[] line = lines.next(); line != null; line = lines.next()) {
      if (Lines.isBlank(line)) {
        continue;
      }
      T event;
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
  static <T> T spooled(InputStream in, Function<Path, T> run) {
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
