package dev.marquee.engine.events;

import java.util.regex.Pattern;

/// An invalid event: names the field, its value and what was expected.
public final class InvalidEventException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  private static final int SHOWN_CHARS = 60;
  private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

  private final int line;
  private final String field;
  private final String value;
  private final String found;
  private final String expected;

  public InvalidEventException(String field, Object value, String expected) {
    this(0, field, shortened(value), quoted(value), expected);
  }

  private InvalidEventException(
      int line, String field, String value, String found, String expected) {
    super((line > 0 ? "line " + line + ": " : "") + reason(field, found, expected));
    this.line = line;
    this.field = field;
    this.value = value;
    this.found = found;
    this.expected = expected;
  }

  /// An error other than a wrong value: the field is `missing`, `a list`, `an unknown field` …
  public static InvalidEventException found(String field, String what, String expected) {
    String shown = shortened(what);
    return new InvalidEventException(0, field, shown, shown, expected);
  }

  /// The same error with a path prefix: `watchedSeconds` becomes `events[17].watchedSeconds`.
  public InvalidEventException withPath(String prefix) {
    if (prefix.isEmpty()) {
      return this;
    }
    String path = field.isEmpty() ? prefix : prefix + "." + field;
    return new InvalidEventException(line, path, value, found, expected);
  }

  /// The same error without a path prefix: `slots.video` becomes `video`.
  public InvalidEventException without(String prefix) {
    return field.startsWith(prefix + ".")
        ? new InvalidEventException(
            line, field.substring(prefix.length() + 1), value, found, expected)
        : this;
  }

  /// The same error with a line of the input, counted from 1.
  public InvalidEventException atLine(int number) {
    return new InvalidEventException(number, field, value, found, expected);
  }

  /// The line of the input, or 0 where it has no lines.
  public int line() {
    return line;
  }

  /// The field's name in JSON, with its path.
  public String field() {
    return field;
  }

  /// The value that was refused, shortened where it is long.
  public String value() {
    return value;
  }

  /// The description of accepted values.
  public String expected() {
    return expected;
  }

  /// The message without the line.
  public String reason() {
    return reason(field, found, expected);
  }

  private static String reason(String field, String found, String expected) {
    return "'" + field + "' is " + found + ", expected " + expected;
  }

  private static String quoted(Object value) {
    return value instanceof CharSequence ? "'" + shortened(value) + "'" : shortened(value);
  }

  private static String shortened(Object value) {
    String text = String.valueOf(value);
    String shown =
        text.length() > 2 * SHOWN_CHARS
            ? text.substring(0, SHOWN_CHARS) + "… (" + text.length() + " characters)"
            : text;
    return CONTROL.matcher(shown).replaceAll("?");
  }
}
