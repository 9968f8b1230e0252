package dev.marquee.server.cli;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import picocli.CommandLine.TypeConversionException;

/// Reads times of the command line: ISO-8601 with a zone.
final class Times {

  private Times() {}

  static Instant parse(String text) {
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      throw new TypeConversionException(
          "'" + text + "' is no time with a zone, expected such as 2022-05-01T00:00+08:00");
    }
  }
}
