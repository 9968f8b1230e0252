package dev.marquee.engine.events.json;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.util.regex.Pattern;

/// Reads ISO-8601 times with a zone.
///
/// The usual form, `2026-11-23T10:00:00.000Z`, is parsed by hand: the JDK's formatter takes as long
/// as the rest of the event.
final class IsoTime {

  private static final int SECONDS_OF_DAY = 86_400;

  /// The offset as ISO 8601's basic format and many languages write it: `+0000`.
  private static final Pattern BASIC_OFFSET =
      Pattern.compile("(?<=:\\d\\d[.\\d]{0,10})([+-]\\d\\d)(\\d\\d)$");

  private IsoTime() {}

  /// @throws DateTimeException where the text is not a time or has no zone
  static Instant parse(String text) {
    return isPlainUtc(text)
        ? plainUtc(text)
        : ZonedDateTime.parse(BASIC_OFFSET.matcher(text).replaceFirst("$1:$2")).toInstant();
  }

  private static boolean isPlainUtc(String text) {
    int length = text.length();
    boolean fraction = length >= 22 && length <= 30 && text.charAt(19) == '.';
    if ((length != 20 && !fraction) || text.charAt(length - 1) != 'Z') {
      return false;
    }
    for (int i = 0; i < length - 1; i++) {
      char c = text.charAt(i);
      boolean fits =
          switch (i) {
            case 4, 7 -> c == '-';
            case 10 -> c == 'T';
            case 13, 16 -> c == ':';
            case 19 -> c == '.';
            default -> c >= '0' && c <= '9';
          };
      if (!fits) {
        return false;
      }
    }
    return true;
  }

  private static Instant plainUtc(String text) {
    int hour = digits(text, 11, 13);
    int minute = digits(text, 14, 16);
    int second = digits(text, 17, 19);
    if (hour > 23 || minute > 59 || second > 59) {
      throw new DateTimeException("no such time of day: " + text);
    }
    long day =
        LocalDate.of(digits(text, 0, 4), digits(text, 5, 7), digits(text, 8, 10)).toEpochDay();
    long seconds = day * SECONDS_OF_DAY + hour * 3_600L + minute * 60L + second;
    return Instant.ofEpochSecond(seconds, nanos(text));
  }

  private static int nanos(String text) {
    int nanos = 0;
    for (int i = 20; i < 29; i++) {
      nanos = nanos * 10 + (i < text.length() - 1 ? text.charAt(i) - '0' : 0);
    }
    return nanos;
  }

  private static int digits(String text, int from, int to) {
    int number = 0;
    for (int i = from; i < to; i++) {
      number = number * 10 + text.charAt(i) - '0';
    }
    return number;
  }
}
