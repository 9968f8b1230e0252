package dev.marquee.engine.serving;

import dev.marquee.engine.Request;

/// The time limits of one request, in [System#nanoTime].
///
/// @param start when the request arrived
/// @param retrievalEnd when sources that are not done are left out
/// @param end when the feed is due
record Budget(long start, long retrievalEnd, long end) {

  static Budget of(Request request, BudgetShares shares) {
    long start = System.nanoTime();
    long nanos = request.budget().toNanos();
    return new Budget(start, start + (long) (nanos * shares.retrieval()), start + nanos);
  }

  /// The remaining time; below 0 once the time is up.
  long nanosLeft() {
    return end - System.nanoTime();
  }
}
