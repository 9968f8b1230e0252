package dev.marquee.engine.training.neighbours;

import static dev.marquee.engine.training.RandomInteractions.dense;
import static org.assertj.core.api.Assertions.assertThat;

import dev.marquee.engine.Progress;
import dev.marquee.engine.math.CsrMatrix;
import dev.marquee.engine.math.Parallel;
import dev.marquee.testkit.Seed;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TrimmedProductTest {

  private static final int ITEMS = 40;
  private static final int USERS = 90;

  /// Whole numbers, so that sums are the same in any order.
  private static CsrMatrix random(Random random, int rows, int columns) {
    var weights = new float[rows][];
    var places = new int[rows][];
    for (int row = 0; row < rows; row++) {
      places[row] = IntStream.range(0, columns).filter(i -> random.nextInt(5) == 0).toArray();
      weights[row] = new float[places[row].length];
      for (int i = 0; i < weights[row].length; i++) {
        weights[row][i] = random.nextInt(1, 9);
      }
    }
    return CsrMatrix.ofRows(columns, places, weights);
  }

  /// The slow, obvious way: all of the product, finished, without the diagonal.
  private static double[][] plain(CsrMatrix left, CsrMatrix right, TrimmedProduct.Finish finish) {
    double[][] a = dense(left);
    double[][] b = dense(right);
    double[][] product = new double[a.length][right.columns()];
    for (int i = 0; i < a.length; i++) {
      for (int j = 0; j < right.columns(); j++) {
        float sum = 0;
        for (int user = 0; user < b.length; user++) {
          sum += (float) (a[i][user] * b[user][j]);
        }
        product[i][j] = i == j || sum == 0 ? 0 : Math.max(0, finish.of(i, j, sum));
      }
    }
    return product;
  }

  @Test
  void keepsTheLargestEntriesOfEachRowOfThePlainProduct(@Seed Random random)
      throws InterruptedException {
    CsrMatrix left = random(random, ITEMS, USERS);
    CsrMatrix right = random(random, USERS, ITEMS);
    TrimmedProduct.Finish finish = (i, j, product) -> product / (1 + j) - 1;
    double[][] plain = plain(left, right, finish);
    for (int k : new int[] {1, 3, 1_000}) {
      double[][] trimmed =
          dense(new TrimmedProduct(left, right, finish, k).rows(new Parallel(2), Progress.NONE));
      for (int row = 0; row < ITEMS; row++) {
        double[] largest = Arrays.stream(plain[row]).filter(value -> value > 0).sorted().toArray();
        double[] kept = Arrays.stream(trimmed[row]).filter(value -> value != 0).sorted().toArray();
        assertThat(kept)
            .as("the %d largest of row %d", k, row)
            .containsExactly(
                Arrays.copyOfRange(largest, Math.max(0, largest.length - k), largest.length));
        for (int column = 0; column < ITEMS; column++) {
          if (trimmed[row][column] != 0) {
            assertThat(trimmed[row][column]).isEqualTo(plain[row][column]);
          }
        }
      }
    }
  }

  @Test
  void theBitsDoNotDependOnTheThreads(@Seed Random random) throws InterruptedException {
    CsrMatrix left = random(random, ITEMS, USERS).weighted((row, user, weight) -> weight / 7);
    CsrMatrix right = random(random, USERS, ITEMS);
    var product = new TrimmedProduct(left, right, (i, j, value) -> value, 5);
    CsrMatrix one = product.rows(new Parallel(1), Progress.NONE);
    CsrMatrix three = product.rows(new Parallel(3), Progress.NONE);
    assertThat(dense(three)).isDeepEqualTo(dense(one));
  }

  @Test
  void keepsTheLargestEntriesOfEachColumn(@Seed Random random) {
    CsrMatrix matrix = random(random, ITEMS, USERS);
    double[][] whole = dense(matrix.transpose());
    double[][] trimmed = dense(TrimmedProduct.trimColumns(matrix, 2).transpose());
    for (int column = 0; column < USERS; column++) {
      double[] sorted = Arrays.stream(whole[column]).sorted().toArray();
      double[] kept = Arrays.stream(trimmed[column]).sorted().toArray();
      assertThat(Arrays.copyOfRange(kept, ITEMS - 2, ITEMS))
          .containsExactly(Arrays.copyOfRange(sorted, ITEMS - 2, ITEMS));
      assertThat(Arrays.stream(kept).filter(value -> value != 0).count()).isLessThanOrEqualTo(2);
    }
  }
}
