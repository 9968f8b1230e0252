package dev.marquee.engine.state;

import java.time.Duration;

/// Exponential decay by halves, in whole ticks of a minute.
///
/// A table instead of `Math.exp`: the same bits on every machine and before and after compilation,
/// which a replay relies on, and five times as fast.
public final class Decay {

  /// Ticks count minutes from the earliest time of an event, so that they stay exact in 32 bits and
  /// a fresh counter, which stands at tick 0, takes no first event for a late one.
  private static final long EPOCH_MINUTES = 10_519_200; // 1990-01-01T00:00Z

  private final float[] withinHalf;

  public Decay(Duration halfLife) {
    long minutes = halfLife.toMinutes();
    if (minutes < 1 || minutes > 1_000_000) {
      throw new IllegalArgumentException(
          "half-life must be from one minute to 1,000,000 minutes, was " + halfLife);
    }
    withinHalf = new float[(int) minutes];
    for (int tick = 0; tick < withinHalf.length; tick++) {
      withinHalf[tick] = (float) StrictMath.pow(0.5, (double) tick / minutes);
    }
  }

  /// The tick of a time.
  public static int tick(long millis) {
    return (int) (Math.floorDiv(millis, 60_000L) - EPOCH_MINUTES);
  }

  /// What is left of 1 after `ticks`; 1 for ticks that are not positive.
  float after(int ticks) {
    if (ticks <= 0) {
      return 1;
    }
    int halves = ticks / withinHalf.length;
    return halves > 100
        ? 0
        : withinHalf[ticks - halves * withinHalf.length]
            * Float.intBitsToFloat((127 - halves) << 23);
  }
}
