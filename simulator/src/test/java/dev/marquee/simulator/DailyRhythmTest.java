package dev.marquee.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class DailyRhythmTest {

  private static final Instant MIDNIGHT = Instant.parse("2026-01-05T00:00:00Z");

  @Test
  void visitsGatherAroundThePeak() {
    var rhythm = new DailyRhythm(20);
    assertThat(rhythm.intensity(MIDNIGHT.plus(Duration.ofHours(20)))).isCloseTo(1, within(1e-9));
    assertThat(rhythm.intensity(MIDNIGHT.plus(Duration.ofHours(8)))).isCloseTo(0.1, within(1e-9));
  }

  @Test
  void overManyDaysVisitsComeAtTheirRate() {
    var random = new SplittableRandom(2);
    var rhythm = new DailyRhythm(20);
    var end = MIDNIGHT.plus(Duration.ofDays(1_000));
    int visits = 0;
    for (var at = MIDNIGHT; at.isBefore(end); at = rhythm.nextVisit(at, 3, random)) {
      visits++;
    }
    assertThat(visits / 1_000.0).isCloseTo(3, within(0.2));
  }
}
