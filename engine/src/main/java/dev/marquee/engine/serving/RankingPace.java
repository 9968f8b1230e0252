package dev.marquee.engine.serving;

/// Estimates the ranking time per candidate from the latest requests, to limit how many are ranked
/// in the remaining time.
///
/// Safe for use by many threads: of two concurrent updates one may be lost.
public final class RankingPace {

  /// The estimate never allows fewer candidates than this. Smaller requests are not measured: their
  /// fixed cost dominates.
  static final int MIN = 100;

  /// Weights of the latest request in the moving average: normally, and if it was faster. Faster
  /// requests weigh more because the first requests run uncompiled code and should be forgotten
  /// soon.
  private static final double LATEST = 0.1;

  private static final double QUICKER = 0.3;

  /// 0 before the first request.
  private volatile double nanosEach;

  /// The share of the remaining time that ranking may take: re-ranking follows.
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

  /// Updates the estimate with a request's duration.
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
