package dev.marquee.engine.events;

/// An event that cannot be: names the field, the value it had and what was expected.
public final class InvalidEventException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  private final String field;
  private final String value;
  private final String expected;

  public InvalidEventException(String field, Object value, String expected) {
    super("'" + field + "' is " + quoted(value) + ", expected " + expected);
    this.field = field;
    this.value = String.valueOf(value);
    this.expected = expected;
  }

  /// The field, as the JSON form spells it.
  public String field() {
    return field;
  }

  /// The value that was refused, shortened where it is long.
  public String value() {
    return value;
  }

  /// What would have been accepted.
  public String expected() {
    return expected;
  }

  private static String quoted(Object value) {
    return value instanceof CharSequence ? "'" + value + "'" : String.valueOf(value);
  }
}
