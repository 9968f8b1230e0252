package dev.marquee.engine.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class CsrMatrixTest {

  private static final long SEED = 3;

  @Test
  void holdsWhatADenseMatrixHolds() {
    var random = new SplittableRandom(SEED);
    int n = 400;
    var dense = new float[17][23];
    var rows = new int[n];
    var columns = new int[n];
    var weights = new float[n];
    for (int i = 0; i < n; i++) {
      rows[i] = random.nextInt(1, 16); // the first and the last row stay empty
      columns[i] = random.nextInt(23);
      weights[i] = 1 + random.nextInt(9);
      dense[rows[i]][columns[i]] += weights[i];
    }
    var matrix = CsrMatrix.of(17, 23, rows, columns, weights);
    assertThat(dense(matrix)).as("seed %d", SEED).isDeepEqualTo(dense);
    assertThat(dense(matrix.transpose().transpose())).isDeepEqualTo(dense);
    var transposed = dense(matrix.transpose());
    for (int row = 0; row < 17; row++) {
      for (int column = 0; column < 23; column++) {
        assertThat(transposed[column][row]).isEqualTo(dense[row][column]);
      }
    }
  }

  @Test
  void ordersColumnsAndAddsWhatComesTwice() {
    var matrix = CsrMatrix.of(2, 5, new int[] {1, 1, 0, 1}, new int[] {4, 2, 3, 4});
    assertThat(matrix.entries()).isEqualTo(3);
    assertThat(matrix.columnsOf(1)).containsExactly(2, 4);
    assertThat(matrix.weights()).containsExactly(1, 1, 2);
  }

  @Test
  void refusesAnEntryOutsideOfTheMatrix() {
    assertThatThrownBy(() -> CsrMatrix.of(2, 5, new int[] {0}, new int[] {5}))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void keepsTheWholeMatrixInItsParts() {
    var matrix =
        CsrMatrix.ofParts(5, new int[] {0, 0, 2, 3}, new int[] {1, 4, 0}, new float[] {1, 2, 3});
    assertThat(dense(matrix))
        .isDeepEqualTo(new float[][] {{0, 0, 0, 0, 0}, {0, 1, 0, 0, 2}, {3, 0, 0, 0, 0}});
  }

  @Test
  void refusesPartsThatAreNoMatrix() {
    requireNoMatrix("rows from nowhere end with 0 columns and 0 weights");
    requireNoMatrix("rows from 0 to 1 end with 2 columns and 2 weights", new int[] {0, 1}, 0, 1);
    requireNoMatrix("row 1 begins at 2 and ends at 1 of 2 entries", new int[] {0, 2, 1, 2}, 0, 1);
    requireNoMatrix("row 0 begins at 0 and ends at 9 of 2 entries", new int[] {0, 9, 2}, 0, 1);
    requireNoMatrix(
        "row 0 has column 1 after 1, expected ascending ones below 5", new int[] {0, 2}, 1, 1);
    requireNoMatrix(
        "row 1 has column 5 after -1, expected ascending ones below 5", new int[] {0, 1, 2}, 1, 5);
  }

  private static void requireNoMatrix(String message) {
    requireNoMatrix(message, new int[0]);
  }

  private static void requireNoMatrix(String message, int[] starts, int... columns) {
    assertThatThrownBy(() -> CsrMatrix.ofParts(5, starts, columns, new float[columns.length]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @Test
  void rowsComeInAsTheyGoOut() {
    int[][] columns = {{}, {1, 4}, {0}};
    float[][] weights = {{}, {3, 5}, {7}};
    var matrix = CsrMatrix.ofRows(5, columns, weights);
    assertThat(dense(matrix))
        .isDeepEqualTo(new float[][] {{0, 0, 0, 0, 0}, {0, 3, 0, 0, 5}, {7, 0, 0, 0, 0}});
    assertThat(matrix.rowSums()).containsExactly(0, 8, 7);
  }

  @Test
  void refusesRowsThatAreOutOfOrderOrLackWeights() {
    for (int[] row : new int[][] {{2, 1}, {1, 1}, {-1, 0}, {0, 5}}) {
      assertThatThrownBy(() -> CsrMatrix.ofRows(5, new int[][] {row}, new float[][] {{1, 1}}))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("row 0 has column");
    }
    assertThatThrownBy(() -> CsrMatrix.ofRows(5, new int[][] {{0, 1}}, new float[][] {{1}}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("row 0 has 2 columns and 1 weights");
  }

  @Test
  void weightsChangeWhereTheyStand() {
    var matrix = CsrMatrix.of(2, 3, new int[] {0, 1, 1}, new int[] {2, 0, 2});
    var changed = matrix.weighted((row, column, weight) -> 100 * row + 10 * column + weight);
    assertThat(dense(changed)).isDeepEqualTo(new float[][] {{0, 0, 21}, {101, 0, 121}});
    assertThat(dense(matrix)).isDeepEqualTo(new float[][] {{0, 0, 1}, {1, 0, 1}});
  }

  private static float[][] dense(CsrMatrix matrix) {
    var dense = new float[matrix.rows()][matrix.columns()];
    for (int row = 0; row < matrix.rows(); row++) {
      for (int i = matrix.start(row); i < matrix.end(row); i++) {
        dense[row][matrix.columnIndices()[i]] += matrix.weights()[i];
      }
    }
    return dense;
  }
}
