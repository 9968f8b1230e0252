package dev.marquee.engine.events;

import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The id of a feed of Marquee. It contains the partition and time of the feed's record, so that
/// `GET /v1/feeds/{id}` finds it without an index. Ids of another shape work for everything else.
///
///     f0-1795428000123-9f86d081884c7d65
///
/// @param partition the log's partition of the viewer's events
/// @param at time of the record, to the millisecond
/// @param random distinguishes feeds of the same millisecond
public record FeedId(int partition, Instant at, long random) {

  private static final Pattern TEXT = Pattern.compile("f(\\d{1,9})-(\\d{1,15})-([0-9a-f]{16})");

  public FeedId {
    Limits.atLeast(0, "partition", partition);
    at = Limits.time("at", at);
  }

  /// Parses an id; empty where it has another shape.
  public static Optional<FeedId> parse(String id) {
    Matcher parts = TEXT.matcher(id);
    if (!parts.matches()) {
      return Optional.empty();
    }
    Instant at = Instant.ofEpochMilli(Long.parseLong(parts.group(2)));
    if (at.isBefore(Limits.EARLIEST) || !at.isBefore(Limits.LATEST)) {
      return Optional.empty();
    }
    return Optional.of(
            new FeedId(
                Integer.parseInt(parts.group(1)),
                at,
                HexFormat.fromHexDigitsToLong(parts.group(3))))
        .filter(read -> read.toString().equals(id));
  }

  @Override
  public String toString() {
    return "f%d-%d-%016x".formatted(partition, at.toEpochMilli(), random);
  }
}
