package dev.marquee.server.imports;

import java.util.Comparator;

/// A user's rating of a film.
///
/// @param stars 1 to 5
/// @param second seconds since 1970
record MovieLensRating(long user, long film, int stars, long second) {

  private static final int COMPLETED_STARS = 4;

  /// By time; ratings of the same second by user and film, regardless of their order in the file.
  static final Comparator<MovieLensRating> BY_TIME =
      Comparator.comparingLong(MovieLensRating::second)
          .thenComparingLong(MovieLensRating::user)
          .thenComparingLong(MovieLensRating::film);

  /// Whether the rating counts as a completed watch.
  boolean isCompleted() {
    return stars >= COMPLETED_STARS;
  }

  /// Whether both are the same rating.
  boolean repeats(MovieLensRating other) {
    return user == other.user && film == other.film && second == other.second;
  }
}
