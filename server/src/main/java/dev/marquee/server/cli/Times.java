package dev.marquee.server.cli;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import picocli.CommandLine.TypeConversionException;

/// Parses times on the command line: ISO 8601 with a zone.
final class Times {

  private Times() {}

  static Instant parse(String text) {
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      throw new TypeConversionException(
          "'"
              + text
              + "' is not a time with a zone, expected a time such as 2022-05-01T00:00+08:00");
    }
  }
}
