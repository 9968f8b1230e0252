package dev.marquee.server.imports;

import dev.marquee.engine.events.ContentVector;
import dev.marquee.engine.events.InvalidEventException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads the cells of a table of videos in the forms that people write; what has no certain meaning
/// is refused with the likely cause. `field` is the column's name, for messages.
final class VideoCells {

  private static final Pattern NUMBER =
      Pattern.compile("[+-]?(\\d+(\\.\\d*)?|\\.\\d+)([eE][+-]?\\d+)?");
  private static final Pattern CLOCK =
      Pattern.compile("(?:(\\d+):)?(\\d{1,2}):([0-5]\\d(?:\\.\\d+)?)");
  private static final Pattern DECIMAL_COMMA = Pattern.compile("\\d+,\\d+");
  private static final Pattern EPOCH_SECONDS = Pattern.compile("\\d{9,10}(\\.\\d*)?");
  private static final Pattern EPOCH_MILLIS = Pattern.compile("\\d{12,13}");
  private static final Pattern DATE = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");
  private static final Pattern BLANK_BEFORE_CLOCK =
      Pattern.compile("^(\\d{4}-\\d{2}-\\d{2}) (\\d{2}:\\d{2})");

  /// An entry of a list as Python or JSON writes it.
  private static final Pattern ENTRY =
      Pattern.compile("\\s*(?:'([^']*)'|\"([^\"]*)\"|([^,'\"\\[\\]]+?))\\s*(?:,|$)");

  private VideoCells() {}

  /// A duration in seconds; 0 where the text is empty.
  ///
  /// @param perUnit the seconds of the column's unit
  static double seconds(String field, String text, double perUnit) {
    if (text.isEmpty()) {
      return 0;
    }
    if (NUMBER.matcher(text).matches()) {
      return Double.parseDouble(text) * perUnit;
    }
    Matcher clock = CLOCK.matcher(text);
    if (clock.matches()) {
      long hours = clock.group(1) == null ? 0 : Long.parseLong(clock.group(1));
      return 3_600 * hours
          + 60 * Long.parseLong(clock.group(2))
          + Double.parseDouble(clock.group(3));
    }
    try {
      return Duration.parse(text).toMillis() / 1_000.0;
    } catch (DateTimeException | ArithmeticException e) {
      throw new InvalidEventException(
          field,
          text,
          DECIMAL_COMMA.matcher(text).matches()
              ? "a number with a decimal point, such as 61.5"
              : "a number such as 61.5, a time such as 1:02:03 or PT1H2M3S, or nothing");
    }
  }

  /// A whole number, also as pandas writes it where others are missing: `18.0`.
  static int whole(String field, String text, int max) {
    String digits = text.matches("\\d+\\.0+") ? text.substring(0, text.indexOf('.')) : text;
    return text.isEmpty() ? 0 : (int) CsvRows.whole(field, digits, 0, max);
  }

  /// A time: ISO 8601 with a zone, or seconds or milliseconds since 1970.
  ///
  /// @param zone of dates and of times without a zone; without it they are refused
  static Instant time(String field, String text, Optional<ZoneId> zone) {
    if (EPOCH_SECONDS.matcher(text).matches()) {
      return Instant.ofEpochMilli(Math.round(1_000 * Double.parseDouble(text)));
    }
    if (EPOCH_MILLIS.matcher(text).matches()) {
      return Instant.ofEpochMilli(Long.parseLong(text));
    }
    String iso = BLANK_BEFORE_CLOCK.matcher(text).replaceFirst("$1T$2");
    try {
      return ZonedDateTime.parse(iso).toInstant();
    } catch (DateTimeException e) {
      return local(iso)
          .map(
              time ->
                  zone.map(it -> time.atZone(it).toInstant())
                      .orElseThrow(() -> zoneless(field, text)))
          .orElseThrow(() -> noTime(field, text));
    }
  }

  private static Optional<LocalDateTime> local(String iso) {
    try {
      return Optional.of(
          DATE.matcher(iso).matches()
              ? LocalDate.parse(iso).atStartOfDay()
              : LocalDateTime.parse(iso));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static InvalidEventException zoneless(String field, String text) {
    return new InvalidEventException(
        field,
        text,
        "a time with a zone, such as '2026-11-23T10:00:00Z': --zone UTC, or another, says the zone"
            + " of times without one");
  }

  private static InvalidEventException noTime(String field, String text) {
    return new InvalidEventException(
        field, text, "an ISO 8601 time with a zone, such as '2026-11-23T10:00:00Z'");
  }

  /// The entries of a list: `a|b`, `a;b`, `a,b`, or in brackets as Python and JSON write it.
  static List<String> list(String field, String text) {
    if (!text.startsWith("[") || !text.endsWith("]") || text.length() < 2) {
      return split(text, "[|;,]");
    }
    String inner = text.substring(1, text.length() - 1).strip();
    List<String> entries = new ArrayList<>();
    Matcher entry = ENTRY.matcher(inner);
    int at = 0;
    while (at < inner.length()) {
      if (!entry.find(at) || entry.start() != at) {
        throw new InvalidEventException(field, text, "a list such as a|b or [\"a\", \"b\"]");
      }
      for (int group = 1; group <= 3; group++) {
        if (entry.group(group) != null && !entry.group(group).isBlank()) {
          entries.add(entry.group(group).strip());
        }
      }
      at = entry.end();
    }
    return entries;
  }

  /// The numbers of a vector, separated as a list or by blanks, with or without brackets.
  static ContentVector vector(String field, String text) {
    boolean brackets = text.startsWith("[") && text.endsWith("]") && text.length() > 1;
    List<String> words = split(brackets ? text.substring(1, text.length() - 1) : text, "[|;,\\s]+");
    if (words.isEmpty()) {
      return ContentVector.NONE;
    }
    float[] values = new float[words.size()];
    for (int i = 0; i < values.length; i++) {
      if (!NUMBER.matcher(words.get(i)).matches()) {
        throw new InvalidEventException(field + "[" + i + "]", words.get(i), "a number");
      }
      values[i] = Float.parseFloat(words.get(i));
    }
    return ContentVector.of(values);
  }

  private static List<String> split(String text, String separators) {
    return Arrays.stream(text.split(separators, -1))
        .map(String::strip)
        .filter(word -> !word.isEmpty())
        .toList();
  }
}
