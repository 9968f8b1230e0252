package dev.marquee.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ReturnModelTest {

  private static final ReturnModel RETURNING = ReturnModel.defaults();
  private static final Instant NOON = Instant.parse("2026-01-05T12:00:00Z");

  @Test
  void theSatisfiedReturnSooner() {
    assertThat(meanGapMillis(0.9)).isLessThan(0.6 * meanGapMillis(0.1));
  }

  @Test
  void neutralSatisfactionLeavesTheUsualRate() {
    assertThat(RETURNING.visitsPerDay(2, RETURNING.neutral())).isEqualTo(2);
  }

  @Test
  void pleasureMakesAnotherFeedLikelierAndTimeSpentLessSo() {
    var minute = Duration.ofMinutes(1);
    assertThat(RETURNING.pAnotherFeed(1, minute))
        .isGreaterThan(RETURNING.pAnotherFeed(0, minute))
        .isGreaterThan(RETURNING.pAnotherFeed(1, Duration.ofHours(1)));
  }

  private static double meanGapMillis(double satisfaction) {
    var random = new SplittableRandom(5);
    double visitsPerDay = RETURNING.visitsPerDay(1, satisfaction);
    double sum = 0;
    for (int i = 0; i < 2_000; i++) {
      var next = new DailyRhythm(20).nextVisit(NOON, visitsPerDay, random);
      sum += Duration.between(NOON, next).toMillis();
    }
    return sum / 2_000;
  }
}
