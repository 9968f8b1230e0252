package dev.marquee.engine.events;

/// What a field holds, which decides how it is written in JSON and in bytes.
public enum FieldKind {
  /// A text that comes again: in a block it is written once.
  NAME("a text"),
  /// A text that comes once: a title, an address.
  TEXT("a text"),
  NAMES("a list of texts"),
  /// A 32-bit number from a least value on, which also stands for unknown.
  WHOLE("a whole number"),
  /// A 64-bit number; 0 stands for unknown.
  LONG("a whole number"),
  /// A number of seconds, to any precision.
  SECONDS("a number"),
  /// A finite single-precision number.
  SINGLE("a number"),
  FLAG("true or false"),
  /// A constant of three: not said, yes, no.
  MAYBE("true or false"),
  TIME("a time"),
  OPTIONAL_TIME("a time"),
  /// A constant, by its name in small letters.
  WORD("a text"),
  /// 64 bits, in hexadecimal since many JSON readers know whole numbers only up to 2^53.
  DIGEST("a text"),
  ATTRIBUTES("an object of texts, numbers or booleans"),
  VECTOR("a list of numbers"),
  /// Fields of a record within the record; in JSON they stand beside the others.
  PART("fields"),
  /// A list of records, each of which is an object of its own.
  PARTS("a list of slots");

  private final String wanted;

  FieldKind(String wanted) {
    this.wanted = wanted;
  }

  /// What JSON must hold, in words.
  public String wanted() {
    return wanted;
  }
}
