package dev.marquee.engine.training.neighbours;

import static dev.marquee.engine.training.RandomInteractions.assertClose;
import static dev.marquee.engine.training.RandomInteractions.trimmedRows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.marquee.engine.Progress;
import dev.marquee.engine.math.Parallel;
import dev.marquee.engine.training.RandomInteractions;
import dev.marquee.engine.training.neighbours.LinkPropagation.Exponents;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class LinkPropagationTest {

  private static final long SEED = 13;
  private static final RandomInteractions RANDOM = RandomInteractions.of(SEED, 60, 25);
  private static final Exponents EXPONENTS = new Exponents(0.7, 0.6, 0.3);

  private final LinkPropagation propagation = new LinkPropagation(RANDOM.sparse(), EXPONENTS);

  @Test
  void applyingIsTheDenseProduct() {
    var random = new SplittableRandom(SEED);
    for (int repeat = 0; repeat < 10; repeat++) {
      var row = new float[RANDOM.items()];
      for (int item = 0; item < row.length; item++) {
        row[item] = random.nextInt(3) == 0 ? (float) random.nextDouble(-1, 2) : 0;
      }
      assertApplies(row);
    }
    var full = new float[RANDOM.items()];
    Arrays.fill(full, 1);
    assertApplies(full);
    assertApplies(new float[RANDOM.items()]);
  }

  @Test
  void whatWasWrittenMayBeAppliedAgain() {
    var row = new float[RANDOM.items()];
    row[3] = 1;
    var once = new float[row.length];
    propagation.apply(row, once);
    assertApplies(once);
  }

  @Test
  void neighboursAreTheLargestOfEachRow() throws InterruptedException {
    for (int neighbours : new int[] {1, 4, 100}) {
      assertClose(
          propagation.neighbours(neighbours, new Parallel(2), Progress.NONE),
          trimmedRows(naive(), neighbours),
          neighbours + " neighbours, seed " + SEED);
    }
  }

  @Test
  void whatCannotBeIsRefused() {
    assertThatThrownBy(() -> new Exponents(-0.1, 0, 0))
        .hasMessage("history must be at least 0 and finite, was -0.1");
    assertThatThrownBy(() -> new Exponents(0, Double.NaN, 0)).hasMessageContaining("user");
    assertThatThrownBy(() -> new Exponents(0, 0, Double.POSITIVE_INFINITY))
        .hasMessageContaining("target");
    assertThatThrownBy(() -> propagation.neighbours(0, new Parallel(1), Progress.NONE))
        .hasMessage("neighbours must be at least 1, was 0");
  }

  private void assertApplies(float[] row) {
    double[][] all = naive();
    var expected = new float[row.length];
    for (int j = 0; j < row.length; j++) {
      double sum = 0;
      for (int i = 0; i < row.length; i++) {
        sum += row[i] * all[i][j];
      }
      expected[j] = (float) sum;
    }
    var actual = new float[row.length];
    Arrays.fill(actual, Float.NaN);
    propagation.apply(row, actual);
    assertThat(actual)
        .as("row %s, seed %d", Arrays.toString(row), SEED)
        .containsExactly(expected, within(1e-5f));
  }

  private static double[][] naive() {
    int items = RANDOM.items();
    var all = new double[items][items];
    for (int i = 0; i < items; i++) {
      for (int j = 0; j < items; j++) {
        for (int user = 0; user < RANDOM.users(); user++) {
          double[] row = RANDOM.dense()[user];
          if (row[i] > 0 && row[j] > 0) {
            all[i][j] +=
                row[i]
                    * Math.pow(RANDOM.itemDegree(i), -EXPONENTS.history())
                    * Math.pow(RANDOM.userDegree(user), -EXPONENTS.user())
                    * row[j]
                    * Math.pow(RANDOM.itemDegree(j), -EXPONENTS.target());
          }
        }
      }
    }
    return all;
  }
}
