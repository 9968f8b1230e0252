package dev.marquee.server.imports;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import dev.marquee.engine.events.InvalidEventException;
import dev.marquee.server.data.ImportException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The rows of a CSV file with a header; columns are found by name.
///
/// Each row is parsed separately, so that a stray quote spoils only its own row and not the rest of
/// the file. A row with an open quote continues on the next lines until the number of quotes is
/// even, for at most [#ROW_LINES] lines. If that gives no valid row, only the first line counts as
/// bad.
final class CsvRows implements Closeable {

  private static final int ROW_LINES = 100;
  private static final int SHARED_TEXTS = 100_000;

  private static final CsvReader.CsvReaderBuilder ROW =
      CsvReader.builder().allowUnclosedQuote(false);

  private final Lines lines;
  private final BadLines bad;
  private final Deque<Line> ahead = new ArrayDeque<>();
  private final Map<String, String> texts = new HashMap<>();
  private final List<String> header;
  private List<String> row = List.of();
  private long number;

  /// @param text null if the line is not valid UTF-8
  private record Line(long number, String text) {}

  private CsvRows(Path file, BadLines bad, List<String> required) {
    this.lines = Lines.of(file);
    this.bad = bad;
    this.header = header(required);
  }

  /// Opens a file and reads its header.
  ///
  /// @param required required columns; the file is refused without them
  static CsvRows of(Path file, BadLines bad, List<String> required) {
    return new CsvRows(file, bad, required);
  }

  private List<String> header(List<String> required) {
    Line first = line();
    String text = first == null ? null : first.text;
    String start = text != null && text.startsWith("\uFEFF") ? text.substring(1) : text;
    List<String> columns = start == null ? null : parsed(start);
    if (columns == null) {
      throw new ImportException(
          lines.name() + ": has no header, expected the columns " + String.join(",", required));
    }
    for (String column : required) {
      if (!columns.contains(column)) {
        throw new ImportException(
            lines.name() + ": has no column '" + column + "', its columns are " + columns);
      }
    }
    if (columns.stream().distinct().count() < columns.size()) {
      throw new ImportException(lines.name() + ": has a column twice: " + columns);
    }
    return columns;
  }

  List<String> columns() {
    return header;
  }

  /// The index of a column, or -1.
  int column(String name) {
    return header.indexOf(name);
  }

  /// Moves to the next good row; bad rows are reported.
  ///
  /// @return false at the end of the file
  boolean next() {
    for (Line first = line(); first != null; first = line()) {
      number = first.number;
      if (take(first)) {
        return true;
      }
    }
    return false;
  }

  private boolean take(Line first) {
    String text = first.text;
    if (text == null) {
      refuse("is not UTF-8");
      return false;
    }
    if (text.isBlank()) {
      return false;
    }
    List<String> fields = evenQuotes(text) ? parsed(text) : joined(text);
    if (fields == null) {
      refuse("has an unpaired quote");
      return false;
    }
    if (fields.size() != header.size()) {
      refuse("has " + fields.size() + " fields, expected " + header.size() + " as in the header");
      return false;
    }
    row = fields;
    return true;
  }

  /// Joins lines until the quotes pair, and puts them back if that gives no valid row.
  private List<String> joined(String first) {
    var text = new StringBuilder(first);
    var taken = new ArrayDeque<Line>();
    while (taken.size() < ROW_LINES) {
      Line next = line();
      String more = next == null ? null : next.text;
      if (next != null) {
        taken.add(next);
      }
      if (more == null) {
        break;
      }
      text.append('\n').append(more);
      if (!evenQuotes(more)) {
        List<String> fields = parsed(text.toString());
        if (fields != null && fields.size() == header.size()) {
          return fields;
        }
        break;
      }
    }
    while (!taken.isEmpty()) {
      ahead.addFirst(taken.removeLast());
    }
    return null;
  }

  private Line line() {
    if (!ahead.isEmpty()) {
      return ahead.removeFirst();
    }
    byte[] bytes = lines.next();
    return bytes == null ? null : new Line(lines.number(), Lines.utf8(bytes));
  }

  private static boolean evenQuotes(String text) {
    return text.chars().filter(c -> c == '"').count() % 2 == 0;
  }

  private static List<String> parsed(String text) {
    try {
      CsvRecord row = ROW.ofSingleCsvRecord(text);
      return row.getFields();
    } catch (CsvParseException e) {
      return null;
    }
  }

  /// Reports the row as bad.
  void refuse(String reason) {
    bad.add(lines.name(), number, reason);
  }

  /// A field's text; equal texts share one object, for the first [#SHARED_TEXTS] different texts of
  /// a file.
  String text(int column) {
    return shared(row.get(column));
  }

  /// The non-empty words of a field, split at a separator.
  List<String> words(int column, String separator) {
    return Arrays.stream(row.get(column).split(separator, -1))
        .map(String::strip)
        .filter(word -> !word.isEmpty())
        .map(this::shared)
        .toList();
  }

  private String shared(String text) {
    String same = texts.get(text);
    if (same == null && texts.size() < SHARED_TEXTS) {
      texts.put(text, text);
    }
    return same == null ? text : same;
  }

  /// A field as an integer.
  long whole(int column, long min, long max) {
    return whole(header.get(column), row.get(column), min, max);
  }

  /// Parses an integer.
  ///
  /// @throws InvalidEventException if it is not an integer in the range; names `field`
  static long whole(String field, String text, long min, long max) {
    try {
      long value = Long.parseLong(text);
      if (value >= min && value <= max) {
        return value;
      }
    } catch (NumberFormatException e) {
      // refused below
    }
    throw new InvalidEventException(field, text, "a whole number from " + min + " to " + max);
  }

  /// A field as a number; 0 if empty.
  double number(int column) {
    String text = row.get(column);
    try {
      return text.isEmpty() ? 0 : Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw new InvalidEventException(header.get(column), text, "a number, or nothing");
    }
  }

  /// The non-empty fields by column, except those of some columns.
  Map<String, String> attributes(List<String> but) {
    var attributes = new HashMap<String, String>();
    for (int i = 0; i < header.size(); i++) {
      if (!row.get(i).isEmpty() && !but.contains(header.get(i))) {
        attributes.put(header.get(i), text(i));
      }
    }
    return attributes;
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
