package dev.marquee.engine.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.marquee.engine.math.CsrMatrix;
import java.util.Arrays;
import java.util.SplittableRandom;

/// A small users × items matrix, sparse and dense, with what the closed forms multiply written out:
/// some items are popular, the last user and the last item have nothing. Weights are random, so
/// that no two entries of a product are equal but for rounding.
public final class RandomInteractions {

  private final CsrMatrix sparse;
  private final double[][] dense;

  private RandomInteractions(CsrMatrix sparse, double[][] dense) {
    this.sparse = sparse;
    this.dense = dense;
  }

  public static RandomInteractions of(long seed, int users, int items) {
    var random = new SplittableRandom(seed);
    var dense = new double[users][items];
    var rows = new int[users * items];
    var columns = new int[users * items];
    var weights = new float[users * items];
    int count = 0;
    for (int user = 0; user < users - 1; user++) {
      for (int item = 0; item < items - 1; item++) {
        if (random.nextDouble() < 0.1 + 0.3 / (1 + item)) {
          weights[count] = (float) random.nextDouble(0.5, 1.5);
          dense[user][item] = weights[count];
          rows[count] = user;
          columns[count++] = item;
        }
      }
    }
    return new RandomInteractions(
        CsrMatrix.of(
            users,
            items,
            Arrays.copyOf(rows, count),
            Arrays.copyOf(columns, count),
            Arrays.copyOf(weights, count)),
        dense);
  }

  public CsrMatrix sparse() {
    return sparse;
  }

  public double[][] dense() {
    return dense;
  }

  public int users() {
    return dense.length;
  }

  public int items() {
    return dense[0].length;
  }

  public double userDegree(int user) {
    double sum = 0;
    for (double weight : dense[user]) {
      sum += weight;
    }
    return sum;
  }

  public double itemDegree(int item) {
    double sum = 0;
    for (double[] row : dense) {
      sum += row[item];
    }
    return sum;
  }

  public static void assertClose(CsrMatrix actual, double[][] expected, Object description) {
    double[][] table = dense(actual);
    for (int row = 0; row < table.length; row++) {
      assertThat(table[row])
          .as("row %d of %s", row, description)
          .containsExactly(expected[row], within(1e-5));
    }
  }

  public static double[][] dense(CsrMatrix matrix) {
    var dense = new double[matrix.rows()][matrix.columns()];
    for (int row = 0; row < matrix.rows(); row++) {
      for (int i = matrix.start(row); i < matrix.end(row); i++) {
        dense[row][matrix.columnIndices()[i]] = matrix.weights()[i];
      }
    }
    return dense;
  }

  /// The matrix of which each row keeps its `k` largest entries above 0 off the diagonal.
  public static double[][] trimmedRows(double[][] matrix, int k) {
    var trimmed = new double[matrix.length][matrix[0].length];
    for (int row = 0; row < matrix.length; row++) {
      for (int place = 0; place < k; place++) {
        int best = -1;
        for (int column = 0; column < matrix[row].length; column++) {
          boolean left = column != row && trimmed[row][column] == 0 && matrix[row][column] > 0;
          if (left && (best < 0 || matrix[row][column] > matrix[row][best])) {
            best = column;
          }
        }
        if (best >= 0) {
          trimmed[row][best] = matrix[row][best];
        }
      }
    }
    return trimmed;
  }

  public static double[][] transposed(double[][] matrix) {
    var transposed = new double[matrix[0].length][matrix.length];
    for (int row = 0; row < matrix.length; row++) {
      for (int column = 0; column < matrix[row].length; column++) {
        transposed[column][row] = matrix[row][column];
      }
    }
    return transposed;
  }
}
