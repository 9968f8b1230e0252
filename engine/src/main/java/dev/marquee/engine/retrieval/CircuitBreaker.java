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

  /// The state of a breaker.
  public enum State {
    /// The part is called.
    CLOSED,
    /// The part is being probed.
    HALF_OPEN,
    /// The part is skipped.
    OPEN
  }

  private final int threshold;
  private final int probeEvery;
  private final AtomicInteger failures = new AtomicInteger();
  private final AtomicInteger skippable = new AtomicInteger();

  /// Whether it has opened since the failure count was last 0.
  private volatile boolean tripped;

  private volatile boolean probing;

  /// @param threshold number of uncompensated failures that opens it
  /// @param probeEvery one in this many skipped calls goes ahead as a probe, so that a recovery is
  ///   noticed; 0 for no probes, if [#recover] reports recoveries
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

  /// Compensates one failure.
  public void recover() {
    if (failures.decrementAndGet() <= 0) {
      tripped = false;
    }
  }

  /// Opens it, regardless of the failure count.
  public void open() {
    failures.set(threshold);
    tripped = true;
    probing = false;
  }

  /// Closes it, regardless of the failure count.
  public void close() {
    failures.set(0);
    tripped = false;
    probing = false;
  }

  /// The number of uncompensated failures.
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
