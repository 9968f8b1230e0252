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
import dev.marquee.engine.training.neighbours.ItemSimilarity.Keep;
import dev.marquee.engine.training.neighbours.ItemSimilarity.Measure;
import dev.marquee.engine.training.neighbours.ItemSimilarity.Weighting;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ItemSimilarityTest {

  private static final long SEED = 11;
  private static final RandomInteractions RANDOM = RandomInteractions.of(SEED, 60, 25);

  @ParameterizedTest
  @EnumSource(Measure.class)
  void isWhatTheDenseFormulaGives(Measure measure) throws InterruptedException {
    for (Weighting weighting : Weighting.values()) {
      for (Keep keep : Keep.values()) {
        for (int neighbours : new int[] {3, 100}) {
          var similarity = new ItemSimilarity(measure, 0.7, weighting, 2, neighbours, keep);
          double[][] all = naive(similarity);
          double[][] expected =
              keep == Keep.PER_HISTORY
                  ? trimmedRows(all, neighbours)
                  : transposed(trimmedRows(transposed(all), neighbours));
          assertClose(
              table(similarity, RANDOM.sparse(), 2), expected, similarity + ", seed " + SEED);
        }
      }
    }
  }

  @Test
  void theCosineOfHandMadeItems() throws InterruptedException {
    // Item 0: users 0, 1. Item 1: users 0, 1, 2, 3. Item 2: user 4 alone.
    var matrix =
        CsrMatrix.of(5, 3, new int[] {0, 1, 0, 1, 2, 3, 4}, new int[] {0, 0, 1, 1, 1, 1, 2});
    double[][] table = dense(table(cosine(0.5, 0, 3), matrix, 1));
    assertThat(table[0][1]).isCloseTo(2 / Math.sqrt(8), within(1e-6));
    assertThat(table[1][0]).isEqualTo(table[0][1]);
    assertThat(table[0][0]).isZero();
    assertThat(table[2]).containsOnly(0);
    assertThat(dense(table(cosine(1, 0, 3), matrix, 1))[0][1]).isCloseTo(1, within(1e-6));
    assertThat(dense(table(cosine(0, 0, 3), matrix, 1))[0][1]).isCloseTo(0.5, within(1e-6));
  }

  @Test
  void shrinkingTakesMoreFromWhatFewHad() throws InterruptedException {
    // Items 0 and 1 share their one user, 2 and 3 all of their ten.
    var rows = new int[22];
    var columns = new int[22];
    columns[1] = 1;
    for (int user = 1; user <= 10; user++) {
      rows[2 * user] = user;
      columns[2 * user] = 2;
      rows[2 * user + 1] = user;
      columns[2 * user + 1] = 3;
    }
    var matrix = CsrMatrix.of(11, 4, rows, columns);
    for (Measure measure : Measure.values()) {
      double[][] table =
          dense(
              table(
                  new ItemSimilarity(measure, 0.5, Weighting.NONE, 10, 4, Keep.PER_HISTORY),
                  matrix,
                  1));
      assertThat(table[0][1]).isCloseTo(1 / 11.0, within(1e-6));
      assertThat(table[2][3]).isCloseTo(measure == Measure.COSINE ? 0.5 : 5, within(1e-6));
    }
  }

  @Test
  void theBitsDoNotDependOnTheThreadCount() throws InterruptedException {
    var similarity = cosine(0.6, 1, 5);
    CsrMatrix one = table(similarity, RANDOM.sparse(), 1);
    CsrMatrix four = table(similarity, RANDOM.sparse(), 4);
    assertThat(four.weights()).isEqualTo(one.weights());
    assertThat(four.columnIndices()).isEqualTo(one.columnIndices());
  }

  @Test
  void whatCannotBeIsRefused() {
    assertThatThrownBy(() -> cosine(0.5, 0, 0)).hasMessage("neighbours must be at least 1, was 0");
    assertThatThrownBy(() -> cosine(0.5, -1, 1)).hasMessageContaining("shrink must be at least 0");
    assertThatThrownBy(() -> cosine(1.5, 0, 1)).hasMessage("balance must be in [0, 1], was 1.5");
    assertThatThrownBy(() -> cosine(Double.NaN, 0, 1)).hasMessageContaining("balance");
  }

  private static ItemSimilarity cosine(double balance, double shrink, int neighbours) {
    return new ItemSimilarity(
        Measure.COSINE, balance, Weighting.NONE, shrink, neighbours, Keep.PER_HISTORY);
  }

  private static CsrMatrix table(ItemSimilarity similarity, CsrMatrix matrix, int threads)
      throws InterruptedException {
    return similarity.of(matrix, new Parallel(threads), Progress.NONE);
  }

  private static double[][] naive(ItemSimilarity similarity) {
    int items = RANDOM.items();
    double mean = 0;
    for (int item = 0; item < items; item++) {
      mean += RANDOM.itemDegree(item) / items;
    }
    var x = new double[items][RANDOM.users()];
    for (int item = 0; item < items; item++) {
      for (int user = 0; user < RANDOM.users(); user++) {
        double weight = RANDOM.dense()[user][item];
        long own = Arrays.stream(RANDOM.dense()[user]).filter(it -> it > 0).count();
        double rarity = Math.log((2.0 + items) / (1 + own));
        double length = 1 - 0.75 + 0.75 * RANDOM.itemDegree(item) / mean;
        x[item][user] =
            switch (similarity.weighting()) {
              case NONE -> weight;
              case TF_IDF -> rarity * Math.sqrt(weight);
              case BM25 -> rarity * weight * 2.2 / (1.2 * length + weight);
            };
      }
    }
    var all = new double[items][items];
    for (int i = 0; i < items; i++) {
      for (int j = 0; j < items; j++) {
        double product = dot(x[i], x[j]);
        all[i][j] =
            switch (similarity.measure()) {
              case COSINE ->
                  product / (Math.pow(dot(x[i], x[i]), 0.7) * Math.pow(dot(x[j], x[j]), 0.3) + 2);
              case CO_WATCH -> product * product / (product + 2);
            };
      }
    }
    return all;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
