package dev.marquee.engine.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.marquee.testkit.Seed;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class LogarithmTest {

  private static void requireClose(float x) {
    double exact = Math.log(x);
    assertThat((double) Logarithm.ln(x))
        .as("ln(%s)", x)
        .isEqualTo(exact, within(2e-7 * Math.max(1, Math.abs(exact))));
  }

  @Test
  void isExactAtOne() {
    assertThat(Logarithm.ln(1)).isEqualTo(0f);
    assertThat(Logarithm.ln1p(0)).isEqualTo(0f);
    assertThat(Logarithm.logit(0.5f)).isEqualTo(0f);
  }

  @Test
  void isCloseToTheTrueLogarithmOfEveryMagnitude(@Seed SplittableRandom random) {
    int min = Float.floatToRawIntBits(Float.MIN_NORMAL);
    int max = Float.floatToRawIntBits(Float.MAX_VALUE);
    for (int i = 0; i < 1_000_000; i++) {
      requireClose(Float.intBitsToFloat(random.nextInt(min, max)));
    }
    requireClose(Float.MIN_NORMAL);
    requireClose(Float.MAX_VALUE);
  }

  @Test
  void isCloseWhereTheMantissaIsHalved() {
    float fold = 1.4142135f;
    for (float x = Math.nextDown(fold); x <= Math.nextUp(fold); x = Math.nextUp(x)) {
      requireClose(x);
      requireClose(x / 2);
    }
    requireClose(Math.nextDown(1f));
    requireClose(Math.nextUp(1f));
  }

  @Test
  void neverFallsAsCountsGrow() {
    for (int count = 0; count < 200_000; count++) {
      assertThat(Logarithm.ln1p(count + 1)).isGreaterThanOrEqualTo(Logarithm.ln1p(count));
    }
  }

  @Test
  void logitTurnsRatesIntoLogOdds() {
    for (float p : new float[] {0.001f, 0.1f, 0.3f, 0.7f, 0.999f}) {
      assertThat((double) Logarithm.logit(p))
          .isEqualTo(Math.log((double) p / (1 - (double) p)), within(2e-6));
    }
  }
}
