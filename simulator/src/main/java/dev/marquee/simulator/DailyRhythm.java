package dev.marquee.simulator;

import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;

/// Times of day at which a viewer comes: mostly around one hour, rarely twelve hours away from it.
///
/// @param peakHour in UTC, from 0 to 24
public record DailyRhythm(double peakHour) {

  /// The intensity at the quietest hour, relative to 1 at the peak.
  private static final double QUIET = 0.1;

  /// The mean of the intensity over the day; that of cos⁴ is 3/8.
  private static final double MEAN = QUIET + (1 - QUIET) * 3 / 8;

  private static final double MILLIS_OF_HOUR = 3_600_000;
  private static final double MILLIS_OF_DAY = 24 * MILLIS_OF_HOUR;

  /// The intensity at a time, 1 at the peak.
  public double intensity(Instant at) {
    double hour = Math.floorMod(at.toEpochMilli(), (long) MILLIS_OF_DAY) / MILLIS_OF_HOUR;
    double cos = StrictMath.cos((hour - peakHour) * Math.PI / 24);
    return QUIET + (1 - QUIET) * cos * cos * cos * cos;
  }

  /// The first visit after `after`, from a Poisson process with this intensity (by thinning).
  Instant nextVisit(Instant after, double visitsPerDay, RandomGenerator random) {
    double peakGapMillis = MILLIS_OF_DAY * MEAN / visitsPerDay;
    var at = after;
    do {
      at = at.plus(Duration.ofMillis(1 + (long) (peakGapMillis * random.nextExponential())));
    } while (random.nextDouble() >= intensity(at));
    return at;
  }
}
