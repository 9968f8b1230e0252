package dev.marquee.engine.training.neighbours;

import static dev.marquee.engine.training.RandomInteractions.assertClose;
import static dev.marquee.engine.training.RandomInteractions.dense;
import static dev.marquee.engine.training.RandomInteractions.transposed;
import static dev.marquee.engine.training.RandomInteractions.trimmedRows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.marquee.engine.Progress;
import dev.marquee.engine.math.CsrMatrix;
import dev.marquee.engine.math.Parallel;
import dev.marquee.engine.training.RandomInteractions;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WalkSimilarityTest {

  private static final long SEED = 12;
  private static final RandomInteractions RANDOM = RandomInteractions.of(SEED, 60, 25);

  @ParameterizedTest
  @CsvSource({
    "100, 1,    0,    false",
    "100, 1.3,  0,    true",
    "4,   1,    0,    true",
    "4,   0.8,  0.5,  true",
    "6,   0.75, 0.54, false",
  })
  void isWhatTheDenseFormulaGives(int neighbours, double alpha, double beta, boolean normalise)
      throws InterruptedException {
    var similarity = new WalkSimilarity(neighbours, alpha, beta, normalise);
    double[][] rows = trimmedRows(naive(alpha, beta), neighbours);
    if (normalise) {
      for (double[] row : rows) {
        double sum = Arrays.stream(row).sum();
        for (int j = 0; j < row.length && sum > 0; j++) {
          row[j] /= sum;
        }
      }
    }
    double[][] expected = transposed(trimmedRows(transposed(rows), neighbours));
    assertClose(table(similarity, RANDOM.sparse(), 2), expected, similarity + ", seed " + SEED);
  }

  @Test
  void walksOfAHandMadeGraph() throws InterruptedException {
    // Users 0 and 1 had items 0 and 1, user 2 had items 1 and 2.
    var matrix = CsrMatrix.of(3, 3, new int[] {0, 0, 1, 1, 2, 2}, new int[] {0, 1, 0, 1, 1, 2});
    double[][] table = dense(table(new WalkSimilarity(9, 1, 0, false), matrix, 1));
    assertThat(table[0]).containsExactly(new double[] {0, 0.5, 0}, within(1e-6));
    assertThat(table[1]).containsExactly(new double[] {1 / 3.0, 0, 1 / 6.0}, within(1e-6));
    assertThat(table[2]).containsExactly(new double[] {0, 0.5, 0}, within(1e-6));
    double[][] penalised = dense(table(new WalkSimilarity(9, 1, 1, false), matrix, 1));
    assertThat(penalised[1]).containsExactly(new double[] {1 / 6.0, 0, 1 / 6.0}, within(1e-6));
  }

  @Test
  void theBitsDoNotDependOnTheThreadCount() throws InterruptedException {
    var similarity = new WalkSimilarity(5, 0.9, 0.4, true);
    CsrMatrix one = table(similarity, RANDOM.sparse(), 1);
    CsrMatrix four = table(similarity, RANDOM.sparse(), 4);
    assertThat(four.weights()).isEqualTo(one.weights());
    assertThat(four.columnIndices()).isEqualTo(one.columnIndices());
  }

  @Test
  void whatCannotBeIsRefused() {
    assertThatThrownBy(() -> new WalkSimilarity(0, 1, 0, true))
        .hasMessage("neighbours must be at least 1, was 0");
    assertThatThrownBy(() -> new WalkSimilarity(1, -1, 0, true))
        .hasMessage("alpha must be at least 0 and finite, was -1.0");
    assertThatThrownBy(() -> new WalkSimilarity(1, 1, Double.NaN, true))
        .hasMessage("beta must be at least 0 and finite, was NaN");
  }

  private static CsrMatrix table(WalkSimilarity similarity, CsrMatrix matrix, int threads)
      throws InterruptedException {
    return similarity.of(matrix, new Parallel(threads), Progress.NONE);
  }

  private static double[][] naive(double alpha, double beta) {
    int items = RANDOM.items();
    var all = new double[items][items];
    for (int i = 0; i < items; i++) {
      for (int j = 0; j < items; j++) {
        for (int user = 0; user < RANDOM.users(); user++) {
          double[] row = RANDOM.dense()[user];
          if (row[i] > 0 && row[j] > 0) {
            all[i][j] +=
                Math.pow(row[i] / RANDOM.itemDegree(i), alpha)
                    * Math.pow(row[j] / RANDOM.userDegree(user), alpha)
                    / Math.pow(RANDOM.itemDegree(j), beta);
          }
        }
      }
    }
    return all;
  }
}
