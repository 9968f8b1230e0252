package dev.marquee.engine.events;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;

/// Limits of events, checked by the events' constructors.
public final class Limits {

  /// The longest id of an event, user, video, channel or feed.
  public static final int ID_CHARS = 256;

  /// The longest other text of an event: a title, a description, an attribute's value.
  public static final int TEXT_CHARS = 10_000;

  /// The longest document in an event.
  public static final int DOCUMENT_CHARS = 64 << 10;

  /// The maximum number of entries of a list in one event.
  public static final int LIST_SIZE = 1_000;

  /// The longest watch or duration: ten days, in seconds.
  public static final double SECONDS = 864_000;

  /// The earliest time an event may carry.
  public static final Instant EARLIEST = Instant.parse("1990-01-01T00:00:00Z");

  /// The latest time an event may carry; servers also refuse times in their future.
  public static final Instant LATEST = Instant.parse("2100-01-01T00:00:00Z");

  /// The earliest birth year that a sender may give.
  public static final int EARLIEST_BIRTH_YEAR = 1900;

  /// A birth year up to this is probably an age.
  public static final int OLDEST = 130;

  /// How far a sender's clock may be ahead.
  public static final Duration AHEAD = Duration.ofMinutes(5);

  private static final Instant PLAUSIBLE = Instant.parse("2000-01-01T00:00:00Z");

  private Limits() {}

  public static String id(String field, String value) {
    if (value == null || value.isBlank()) {
      throw new InvalidEventException(field, value, "an id of 1 to " + ID_CHARS + " characters");
    }
    return optionalId(field, value);
  }

  static String optionalId(String field, String value) {
    return atMost(ID_CHARS, field, value);
  }

  static String text(String field, String value) {
    return atMost(TEXT_CHARS, field, value);
  }

  static String document(String field, String value) {
    return atMost(DOCUMENT_CHARS, field, value);
  }

  private static String atMost(int chars, String field, String value) {
    if (value == null) {
      throw new InvalidEventException(field, null, "a text, empty where unknown");
    }
    if (value.length() > chars) {
      throw new InvalidEventException(
          field,
          value.substring(0, 40) + "… (" + value.length() + " characters)",
          "at most " + chars + " characters");
    }
    return value;
  }

  static Instant time(String field, Instant value) {
    if (value == null || value.isBefore(EARLIEST) || !value.isBefore(LATEST)) {
      throw new InvalidEventException(
          field, value, "a time from " + EARLIEST + " to before " + LATEST + otherUnit(value));
    }
    return Instant.ofEpochMilli(value.toEpochMilli());
  }

  /// What a time is if its number since 1970 was taken in a wrong unit.
  private static String otherUnit(Instant value) {
    if (value == null) {
      return "";
    }
    for (double factor : new double[] {1e-3, 1e3, 1e-6, 1e6}) {
      double seconds = factor * value.getEpochSecond();
      if (seconds >= PLAUSIBLE.getEpochSecond() && seconds < LATEST.getEpochSecond()) {
        return " (was a number since 1970 taken in a wrong unit, as milliseconds for seconds? then"
            + " it may be "
            + Instant.ofEpochSecond((long) seconds)
            + ")";
      }
    }
    return "";
  }

  static double seconds(String field, double value) {
    if (!(value >= 0 && value <= SECONDS)) {
      throw new InvalidEventException(field, value, "seconds from 0 to " + (long) SECONDS);
    }
    return value;
  }

  static int atLeast(int min, String field, int value) {
    if (value < min) {
      throw new InvalidEventException(field, value, "a whole number of at least " + min);
    }
    return value;
  }

  static <T extends Collection<?>> T size(String field, T values) {
    if (values.size() > LIST_SIZE) {
      throw new InvalidEventException(
          field, values.size() + " entries", "at most " + LIST_SIZE + " entries");
    }
    return values;
  }

  static Map<String, String> attributes(String field, Map<String, String> values) {
    size(field, values.keySet());
    values.forEach(
        (name, value) -> {
          id(field + " name", name);
          text(field + "." + name, value);
        });
    return values;
  }
}
