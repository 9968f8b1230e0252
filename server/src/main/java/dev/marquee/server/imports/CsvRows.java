package dev.marquee.server.imports;

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
import java.util.function.Predicate;

/// The rows of a table with a header; columns are found by name. The header tells what separates
/// the fields.
///
/// A first column without a name is an index, as pandas writes it, and is ignored. Other columns
/// without a name must be empty.
///
/// Each row is parsed separately, so that a stray quote spoils only its own row and not the rest of
/// the file. A row with an open quote continues on the next lines until the number of quotes is
/// even, for at most [#ROW_LINES] lines. If that gives no valid row, only the first line counts as
/// bad.
final class CsvRows implements Closeable {

  private static final int ROW_LINES = 100;
  private static final int SHARED_TEXTS = 100_000;
  private static final int SHOWN_CHARS = 300;

  private static final String NOT_UTF8 =
      "is not UTF-8: was it saved as Latin-1 or Windows-1252? save the file as UTF-8";

  private final Lines lines;
  private final BadLines bad;
  private final Deque<Line> ahead = new ArrayDeque<>();
  private final Map<String, String> texts = new HashMap<>();
  private final CsvDialect dialect;
  private final List<String> header;
  private List<String> row = List.of();
  private long number;

  /// @param text null if the line has a fault
  /// @param fault why the line cannot be read, or empty
  private record Line(long number, String text, String fault) {}

  private CsvRows(Path file, BadLines bad, Predicate<String> known, String expected) {
    this.lines = Lines.of(file);
    this.bad = bad;
    String first = headerLine(expected);
    this.dialect = CsvDialect.of(first, known);
    this.header = header(first);
  }

  /// Opens a file and reads its header.
  ///
  /// @param required required columns; the file is refused without them
  static CsvRows of(Path file, BadLines bad, List<String> required) {
    var expected = "the columns " + String.join(",", required);
    var rows = new CsvRows(file, bad, required::contains, expected);
    for (String column : required) {
      if (!rows.header.contains(column)) {
        throw rows.refusal("has no column '" + column + "', its columns are " + rows.shown());
      }
    }
    return rows;
  }

  /// Opens a file and reads its header.
  ///
  /// @param known whether a name may be one of a column; by them the separator is recognised
  static CsvRows of(Path file, BadLines bad, Predicate<String> known) {
    return new CsvRows(file, bad, known, "the names of the columns");
  }

  private String headerLine(String expected) {
    Line first = nextLine();
    while (first != null
        && first.text != null
        && (first.text.isBlank() || CsvDialect.declares(first.text))) {
      first = nextLine();
    }
    if (first == null) {
      throw refusal("has no header, expected " + expected);
    }
    if (first.text == null) {
      throw refusal("has a header that " + first.fault);
    }
    return first.text;
  }

  private List<String> header(String text) {
    List<String> columns = dialect.fields(text);
    if (columns == null || !evenQuotes(text)) {
      throw refusal("has a header with a quote that does not pair: a name must not span lines");
    }
    List<String> named = columns.stream().filter(column -> !column.isEmpty()).toList();
    if (named.stream().distinct().count() < named.size()) {
      throw refusal("has a column twice: " + named);
    }
    return columns;
  }

  /// What is wrong with the whole file.
  ImportException refusal(String what) {
    return new ImportException(lines.name() + ": " + what);
  }

  /// The header for messages.
  String shown() {
    String all = String.join(", ", header);
    return "[" + (all.length() > SHOWN_CHARS ? all.substring(0, SHOWN_CHARS) + "…" : all) + "]";
  }

  /// The names of the columns in order, each once; an empty one is a column without a name.
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
    for (Line first = nextLine(); first != null; first = nextLine()) {
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
      refuse(first.fault);
      return false;
    }
    if (text.isBlank()) {
      return false;
    }
    List<String> fields = evenQuotes(text) ? dialect.fields(text) : joined(text);
    if (fields == null) {
      refuse("has an unpaired quote");
      return false;
    }
    if (!fits(fields)) {
      refuse("has " + fields.size() + " fields, expected " + header.size() + " as in the header");
      return false;
    }
    for (int i = 1; i < Math.min(fields.size(), header.size()); i++) {
      if (header.get(i).isEmpty() && !fields.get(i).isEmpty()) {
        refuse("has '" + fields.get(i) + "' in column " + (i + 1) + ", which has no name");
        return false;
      }
    }
    row = fields;
    return true;
  }

  /// Whether the fields that only the row or only the header has are empty and without a name.
  private boolean fits(List<String> fields) {
    int both = Math.min(fields.size(), header.size());
    return fields.stream().skip(both).allMatch(String::isEmpty)
        && header.stream().skip(both).allMatch(String::isEmpty);
  }

  /// Joins lines until the quotes pair, and puts them back if that gives no valid row.
  private List<String> joined(String first) {
    var text = new StringBuilder(first);
    var taken = new ArrayDeque<Line>();
    while (taken.size() < ROW_LINES) {
      Line next = nextLine();
      String more = next == null ? null : next.text;
      if (next != null) {
        taken.add(next);
      }
      if (more == null) {
        break;
      }
      text.append('\n').append(more);
      if (!evenQuotes(more)) {
        List<String> fields = dialect.fields(text.toString());
        if (fields != null && fits(fields)) {
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

  private Line nextLine() {
    if (!ahead.isEmpty()) {
      return ahead.removeFirst();
    }
    byte[] bytes = lines.next();
    if (bytes == null) {
      return null;
    }
    if (bytes.length == Lines.MAX_BYTES) {
      return new Line(lines.number(), null, "is longer than " + Lines.MAX_BYTES + " bytes");
    }
    String text = Lines.utf8(bytes);
    return new Line(lines.number(), text, text == null ? NOT_UTF8 : "");
  }

  private static boolean evenQuotes(String text) {
    return text.chars().filter(c -> c == '"').count() % 2 == 0;
  }

  /// The line in which the row begins, from 1.
  long line() {
    return number;
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

  /// A text, the same object each time for the first [#SHARED_TEXTS] different ones.
  String shared(String text) {
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
      String name = header.get(i);
      if (!name.isEmpty() && !row.get(i).isEmpty() && !but.contains(name)) {
        attributes.put(name, text(i));
      }
    }
    return attributes;
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
