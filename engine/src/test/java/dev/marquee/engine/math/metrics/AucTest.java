package dev.marquee.engine.math.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class AucTest {

  private static final long SEED = 13;
  private static final int N = 300;
  private static final int GROUPS = 12;

  @Test
  void countsThePairsInTheRightOrderAndHalfOfTheTies() {
    var random = new SplittableRandom(SEED);
    var groups = new int[N];
    var scores = new float[N];
    var labels = new boolean[N];
    for (int i = 0; i < N; i++) {
      groups[i] = random.nextInt(GROUPS);
      scores[i] = random.nextInt(-4, 5) / 3f;
      labels[i] = random.nextInt(8) == 0;
    }
    double weighted = 0;
    double weight = 0;
    for (int group = 0; group < GROUPS; group++) {
      double auc = byPairs(groups, scores, labels, group);
      if (!Double.isNaN(auc)) {
        int size = 0;
        for (int g : groups) {
          size += g == group ? 1 : 0;
        }
        weighted += size * auc;
        weight += size;
      }
    }
    assertThat(Auc.grouped(groups, scores, labels).getAsDouble())
        .as("seed %d", SEED)
        .isEqualTo(weighted / weight, within(1e-12));
    assertThat(Auc.of(scores, labels).getAsDouble())
        .as("seed %d", SEED)
        .isEqualTo(byPairs(new int[N], scores, labels, 0), within(1e-12));
  }

  @Test
  void isNotDefinedWithoutBothLabels() {
    boolean[] positives = {true, true};
    assertThat(Auc.of(new float[] {1, 2}, positives)).isEmpty();
    assertThat(Auc.of(new float[0], new boolean[0])).isEmpty();
    assertThat(Auc.grouped(new int[] {0, 1}, new float[] {1, 2}, new boolean[] {true, false}))
        .isEmpty();
  }

  @Test
  void leavesOutGroupsOfOneLabel() {
    int[] groups = {Integer.MAX_VALUE, 1, Integer.MAX_VALUE, 1};
    boolean[] labels = {true, true, false, true};
    assertThat(Auc.grouped(groups, new float[] {2, 0, 1, 5}, labels)).hasValue(1);
  }

  @Test
  void refusesNan() {
    assertThatThrownBy(() -> Auc.of(new float[] {1, Float.NaN}, new boolean[2]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("score 1 is NaN");
  }

  private static double byPairs(int[] groups, float[] scores, boolean[] labels, int group) {
    double right = 0;
    double pairs = 0;
    for (int i = 0; i < scores.length; i++) {
      for (int j = 0; j < scores.length; j++) {
        if (groups[i] == group && groups[j] == group && labels[i] && !labels[j]) {
          pairs++;
          right += scores[i] > scores[j] ? 1 : scores[i] == scores[j] ? 0.5 : 0;
        }
      }
    }
    return right / pairs;
  }
}
