package dev.marquee.server.imports;

import dev.marquee.engine.events.InvalidEventException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;

/// One row of a file without header or quotes, with fields divided by a separator.
///
/// A line is decoded as UTF-8 if it is valid UTF-8, else as ISO-8859-1.
///
/// @param names names of the fields, for messages; a row has exactly this number of fields
record SeparatedRow(List<String> names, List<String> fields) {

  /// Reads a file; a row that cannot be read is reported and skipped, an empty line is skipped.
  ///
  /// @param reader converts a row, or refuses it with an [InvalidEventException]
  static <T> List<T> read(
      Path file,
      BadLines bad,
      String separator,
      List<String> names,
      Function<SeparatedRow, T> reader) {
    Pattern split = Pattern.compile(Pattern.quote(separator));
    List<T> read = new ArrayList<>();
    long before = bad.count();
    try (var lines = Lines.of(file)) {
      for (byte[] line = lines.next(); line != null; line = lines.next()) {
        if (Lines.isBlank(line)) {
          continue;
        }
        List<String> fields = List.of(split.split(decoded(line), -1));
        if (fields.size() != names.size()) {
          bad.add(
              lines.name(),
              lines.number(),
              "has %d fields, expected %d: %s"
                  .formatted(fields.size(), names.size(), String.join(", ", names)));
          continue;
        }
        try {
          read.add(reader.apply(new SeparatedRow(names, fields)));
        } catch (InvalidEventException e) {
          bad.add(lines.name(), lines.number(), e.reason());
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (read.isEmpty() && bad.count() > before) {
      throw bad.nothing(String.valueOf(file), before, "rows", "some");
    }
    return read;
  }

  private static String decoded(byte[] line) {
    String text = Lines.utf8(line);
    return text == null ? new String(line, StandardCharsets.ISO_8859_1) : text;
  }

  String text(int field) {
    return fields.get(field);
  }

  /// A field as an integer.
  long whole(int field, long min, long max) {
    return CsvRows.whole(names.get(field), fields.get(field), min, max);
  }

  /// The exception for an invalid field.
  InvalidEventException refusal(int field, String expected) {
    return new InvalidEventException(names.get(field), fields.get(field), expected);
  }
}
