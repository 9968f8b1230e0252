package dev.marquee.engine.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PlattTest {

  private static final long SEED = 17;

  @Test
  void findsTheSlopeAndOffsetThatMadeTheLabels() {
    var random = new SplittableRandom(SEED);
    var scores = new float[100_000];
    var labels = new boolean[scores.length];
    for (int i = 0; i < scores.length; i++) {
      scores[i] = (float) (3 + 0.5 * random.nextGaussian());
      labels[i] = random.nextDouble() < 1 / (1 + Math.exp(-(2.5 * scores[i] - 9)));
    }
    var platt = Platt.fit(scores, labels);
    assertThat(platt.slope()).as("seed %d", SEED).isEqualTo(2.5, within(0.1));
    assertThat(platt.offset()).as("seed %d", SEED).isEqualTo(-9, within(0.3));
  }

  @Test
  void standsWhereTheGradientIsZero() {
    float[] scores = {-2, -1, 0, 1, 2, 30};
    boolean[] labels = {false, true, false, true, true, true};
    var platt = Platt.fit(scores, labels);
    double bySlope = 0;
    double byOffset = 0;
    for (int i = 0; i < scores.length; i++) {
      // Platt's targets for four positives and two negatives.
      double target = labels[i] ? 5 / 6.0 : 1 / 4.0;
      bySlope += scores[i] * (platt.probability(scores[i]) - target);
      byOffset += platt.probability(scores[i]) - target;
    }
    assertThat(bySlope).isEqualTo(0, within(1e-6));
    assertThat(byOffset).isEqualTo(0, within(1e-6));
  }

  @Test
  void separableScoresGiveNoCertainty() {
    var platt = Platt.fit(new float[] {-1, 1}, new boolean[] {false, true});
    assertThat(platt.probability(1)).isEqualTo(2 / 3.0, within(1e-6));
  }

  @Test
  void neverTurnsTheOrderOfTheScores() {
    var platt = Platt.fit(new float[] {1, 2, 3, 4}, new boolean[] {true, true, false, false});
    assertThat(platt.slope()).isEqualTo(Platt.MIN_SLOPE);
    assertThat(platt.probability(1)).isLessThan(platt.probability(4));
    assertThat(platt.probability(2.5)).isEqualTo(0.5, within(1e-6));
  }

  @Test
  void equalScoresGetTheSoftenedMean() {
    var platt = Platt.fit(new float[] {5, 5, 5, 5}, new boolean[] {true, false, false, false});
    double mean = (2 / 3.0 + 3 * (1 / 5.0)) / 4;
    assertThat(platt.probability(5)).isEqualTo(mean, within(1e-6));
  }

  @Test
  void refusesNothingAndNan() {
    assertThatThrownBy(() -> Platt.fit(new float[0], new boolean[0]))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Platt.fit(new float[] {Float.NaN}, new boolean[1]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("score 0 is NaN");
  }
}
