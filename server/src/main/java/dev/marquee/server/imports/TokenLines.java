package dev.marquee.server.imports;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.marquee.server.data.ImportException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Reads the lines of a text file as tokens separated by white space; skips blank lines.
final class TokenLines {

  /// Receives the lines.
  @FunctionalInterface
  interface Sink {

    /// Receives the next line that is not blank.
    ///
    /// @param tokens at least one; decoded as ISO-8859-1, so that different bytes give different
    ///   tokens
    /// @param where `file:line`, for messages
    void accept(List<String> tokens, String where);
  }

  private TokenLines() {}

  /// Reads a file, plain or gzip.
  ///
  /// @throws ImportException if the file is missing, cannot be read, or has a line that is too long
  static void read(Path file, Sink sink) {
    try (var lines = Lines.of(file)) {
      for (byte[] line = lines.next(); line != null; line = lines.next()) {
        String where = lines.name() + ":" + lines.number();
        if (line.length == Lines.MAX_BYTES) {
          throw new ImportException(
              "%s: the line is longer than %d bytes: spread the user over several lines"
                  .formatted(where, Lines.MAX_BYTES));
        }
        List<String> tokens = tokens(line);
        if (!tokens.isEmpty()) {
          sink.accept(tokens, where);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> tokens(byte[] line) {
    List<String> tokens = new ArrayList<>();
    int start = -1;
    for (int i = 0; i <= line.length; i++) {
      boolean space = i == line.length || (line[i] >= 0 && line[i] <= ' ');
      if (space && start >= 0) {
        tokens.add(new String(line, start, i - start, ISO_8859_1));
        start = -1;
      } else if (!space && start < 0) {
        start = i;
      }
    }
    return tokens;
  }
}
