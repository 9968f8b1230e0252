package dev.marquee.server.imports;

import dev.marquee.engine.events.InvalidEventException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.function.Function;

/// Reads files of JSON objects, and keeps standard input in one where it is read twice.
final class CheckedFile {

  private CheckedFile() {}

  /// Takes what an object says, and the line in which it begins, from 1.
  @FunctionalInterface
  interface Sink<T> {
    void accept(T read, long line);
  }

  /// Reads a file as [#readLines(Lines, BadLines, Function, Sink)] does.
  static <T> void readLines(Path file, BadLines bad, Function<byte[], T> reader, Sink<T> sink)
      throws IOException {
    try (var lines = Lines.of(file)) {
      readLines(lines, bad, reader, sink);
    }
  }

  /// Reads lines with one object each, a list of objects, or objects that span lines.
  static <T> void readLines(Lines lines, BadLines bad, Function<byte[], T> reader, Sink<T> sink) {
    JsonRecords.Sink each =
        (json, number) -> {
          T read;
          try {
            read = reader.apply(json);
          } catch (InvalidEventException e) {
            bad.add(lines.name(), number, e.reason());
            return;
          }
          sink.accept(read, number);
        };
    if (lines.beginsAsJsonOverLines()) {
      JsonRecords.read(lines, bad, each);
      return;
    }
    for (byte[] line = lines.next(); line != null; line = lines.next()) {
      if (!Lines.isBlank(line)) {
        each.accept(line, lines.number());
      }
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
