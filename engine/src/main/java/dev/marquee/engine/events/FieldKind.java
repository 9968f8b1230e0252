package dev.marquee.engine.events;

/// The type of a field, which determines its form in JSON and in bytes.
public enum FieldKind {
  /// A text that repeats; it is written once per block.
  NAME("a text"),
  /// A text that rarely repeats: a title, a URI.
  TEXT("a text"),
  NAMES("a list of texts"),
  /// A 32-bit number with a minimum, which also means unknown.
  WHOLE("a whole number"),
  /// A 64-bit number; 0 means unknown.
  LONG("a whole number"),
  /// A number of seconds, in double precision.
  SECONDS("a number"),
  /// A finite single-precision number.
  SINGLE("a number"),
  FLAG("true or false"),
  /// An enum of three constants: unstated, yes, no.
  MAYBE("true or false"),
  TIME("a time"),
  OPTIONAL_TIME("a time"),
  /// An enum constant, in JSON by its name in lower case.
  WORD("a text"),
  /// 64 bits, in JSON as hexadecimal text, since many JSON parsers have whole numbers only up to
  /// 2^53.
  DIGEST("a text"),
  ATTRIBUTES("an object of texts, numbers or booleans"),
  VECTOR("a list of numbers"),
  /// A nested record; in JSON its fields are inlined.
  PART("fields"),
  /// A list of records, in JSON a list of objects.
  PARTS("a list of slots");

  private final String wanted;

  FieldKind(String wanted) {
    this.wanted = wanted;
  }

  /// The expected JSON type, for messages.
  public String wanted() {
    return wanted;
  }
}
