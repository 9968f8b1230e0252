package dev.marquee.server.imports;

import dev.marquee.engine.events.Limits;
import java.util.Comparator;
import java.util.List;

/// One row of KuaiRand's log: a video shown to a user, and the outcome.
///
/// @param shownAt milliseconds since 1970
/// @param tab the part of the app
record KuaiRandRow(
    long user, long video, long shownAt, int playMillis, int durationMillis, int tab, Marks marks) {

  /// The user's actions.
  record Marks(
      boolean click,
      boolean like,
      boolean follow,
      boolean comment,
      boolean forward,
      boolean hate,
      boolean longView) {}

  static final List<String> COLUMNS =
      List.of(
          "user_id",
          "video_id",
          "time_ms",
          "play_time_ms",
          "duration_ms",
          "tab",
          "is_click",
          "is_like",
          "is_follow",
          "is_comment",
          "is_forward",
          "is_hate",
          "long_view");

  static final Comparator<KuaiRandRow> BY_IMPRESSION =
      Comparator.comparingLong(KuaiRandRow::shownAt)
          .thenComparingLong(KuaiRandRow::user)
          .thenComparingLong(KuaiRandRow::video);

  static final Comparator<KuaiRandRow> BY_OUTCOME =
      Comparator.comparingLong(KuaiRandRow::knownAt).thenComparing(BY_IMPRESSION);

  private static final long MAX_MILLIS = (long) (1_000 * Limits.SECONDS);

  /// Parses the current row of `rows`.
  ///
  /// @param at the indices of [#COLUMNS]
  static KuaiRandRow of(CsvRows rows, int[] at) {
    long latest = Limits.LATEST.toEpochMilli() - MAX_MILLIS - 1;
    return new KuaiRandRow(
        rows.whole(at[0], 0, Long.MAX_VALUE),
        rows.whole(at[1], 0, Long.MAX_VALUE),
        rows.whole(at[2], Limits.EARLIEST.toEpochMilli(), latest),
        (int) rows.whole(at[3], 0, MAX_MILLIS),
        (int) rows.whole(at[4], 0, MAX_MILLIS),
        (int) rows.whole(at[5], 0, Integer.MAX_VALUE),
        new Marks(
            rows.whole(at[6], 0, 1) == 1,
            rows.whole(at[7], 0, 1) == 1,
            rows.whole(at[8], 0, 1) == 1,
            rows.whole(at[9], 0, 1) == 1,
            rows.whole(at[10], 0, 1) == 1,
            rows.whole(at[11], 0, 1) == 1,
            rows.whole(at[12], 0, 1) == 1));
  }

  /// The time at which the outcome was known: the end of watching.
  long knownAt() {
    return shownAt + playMillis;
  }

  /// Whether both are the same impression.
  boolean repeats(KuaiRandRow other) {
    return user == other.user && video == other.video && shownAt == other.shownAt;
  }
}
