package dev.marquee.engine.serving;

/// How long a candidate takes to be ranked, by the last requests, so that no more are ranked than
/// there is time for.
///
/// Safe for use by many threads: of two that tell at the same time one may be forgotten.
public final class RankingPace {

  /// So many are ranked where there is any time at all; fewer say nothing of the pace, as a request
  /// takes some time whatever it ranks.
  static final int MIN = 100;

  /// What the latest request counts, and what it does where it was quicker: the first ones, whose
  /// code was not compiled yet, are to be forgotten soon.
  private static final double LATEST = 0.1;

  private static final double QUICKER = 0.3;

  /// 0 before the first request.
  private volatile double nanosEach;

  /// Of the time that is left ranking may take so much: re-ranking comes after it.
  private final double share;

  RankingPace(double share) {
    this.share = share;
  }

  /// How many candidates can be ranked in the time that is left.
  int affordable(long nanosLeft) {
    double each = nanosEach;
    return each == 0
        ? Integer.MAX_VALUE
        : (int) Math.clamp(share * nanosLeft / each, MIN, Integer.MAX_VALUE);
  }

  /// Hears how long a request took.
  void took(int candidates, long nanos) {
    if (candidates < MIN) {
      return;
    }
    double each = (double) nanos / candidates;
    double before = nanosEach;
    double counts = each < before ? QUICKER : LATEST;
    nanosEach = before == 0 ? each : before + counts * (each - before);
  }
}
