package dev.marquee.engine.retrieval;

import java.util.concurrent.atomic.AtomicInteger;

/// Skips a failing part of the funnel, and notices when it has recovered.
///
/// **Closed**: the part is called. **Open**: its uncompensated failures have reached the threshold,
/// and it is skipped. **Half-open**: it was open and is being probed, by one call in `probeEvery`
/// that would be skipped, or by all calls once a failure was compensated.
///
/// Safe for use by many threads.
public final class CircuitBreaker {

  /// Whether a part is called.
  public enum State {
    /// It is.
    CLOSED,
    /// It is being tried.
    HALF_OPEN,
    /// It is skipped.
    OPEN
  }

  private final int threshold;
  private final int probeEvery;
  private final AtomicInteger failures = new AtomicInteger();
  private final AtomicInteger skippable = new AtomicInteger();

  /// Whether it has been open since it had no failure.
  private volatile boolean tripped;

  private volatile boolean probing;

  /// @param threshold failures that open it
  /// @param probeEvery one in this many calls that would be skipped goes ahead, so that a recovery
  ///   is noticed; 0 for none, where failures are made good by themselves
  public CircuitBreaker(int threshold, int probeEvery) {
    if (threshold < 1 || probeEvery < 0) {
      throw new IllegalArgumentException(
          "expected threshold >= 1 and probeEvery >= 0, were %d and %d"
              .formatted(threshold, probeEvery));
    }
    this.threshold = threshold;
    this.probeEvery = probeEvery;
  }

  /// Whether a call may go ahead now.
  public boolean allows() {
    if (failures.get() < threshold) {
      return true;
    }
    boolean isProbe = probeEvery > 0 && skippable.incrementAndGet() % probeEvery == 0;
    if (isProbe) {
      probing = true;
    }
    return isProbe;
  }

  /// Counts a failure.
  public void fail() {
    if (failures.incrementAndGet() >= threshold) {
      tripped = true;
    }
  }

  /// Makes one failure good.
  public void recover() {
    if (failures.decrementAndGet() <= 0) {
      tripped = false;
    }
  }

  /// Opens it, whatever was counted.
  public void open() {
    failures.set(threshold);
    tripped = true;
    probing = false;
  }

  /// Closes it, whatever was counted.
  public void close() {
    failures.set(0);
    tripped = false;
    probing = false;
  }

  /// Failures that nothing made good.
  public int failures() {
    return failures.get();
  }

  public State state() {
    if (failures.get() >= threshold) {
      return probing ? State.HALF_OPEN : State.OPEN;
    }
    return tripped ? State.HALF_OPEN : State.CLOSED;
  }
}
