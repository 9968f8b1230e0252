package dev.marquee.engine.state;

import java.time.Duration;

/// Exponential decay with a half-life, in ticks of a minute.
///
/// By a table instead of `Math.exp`: five times as fast, and with the same bits on every machine,
/// before and after compilation, as replays require.
public final class Decay {

  /// Ticks are minutes since the earliest time that an event may have. So they fit 32 bits, and the
  /// first event of a new counter, whose tick is 0, is never late.
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

  /// The factor after `ticks`; 1 for ticks of 0 or less.
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
