package dev.marquee.engine.math;

import java.util.Arrays;
import java.util.Objects;

/// A sparse matrix in compressed sparse rows, such as users × items with the weights of watches.
///
/// The entries of row `r` are at [#start] to [#end] - 1 of [#columnIndices] and [#weights], ordered
/// by column, no column twice. Immutable, so safe for use by many threads. Holds at most 2^31 - 1
/// entries, at 8 bytes each.
public final class CsrMatrix {

  private final int columns;
  private final int[] starts;
  private final int[] columnIndices;
  private final float[] weights;

  private CsrMatrix(int columns, int[] starts, int[] columnIndices, float[] weights) {
    this.columns = columns;
    this.starts = starts;
    this.columnIndices = columnIndices;
    this.weights = weights;
  }

  /// A matrix from parallel arrays of entries in any order; weights of the same place are summed.
  ///
  /// @throws IndexOutOfBoundsException where an entry lies outside of the matrix
  public static CsrMatrix of(int rows, int columns, int[] row, int[] column, float[] weight) {
    if (row.length != column.length || row.length != weight.length) {
      throw new IllegalArgumentException(
          "every entry has a row, a column and a weight, but there are %d, %d and %d"
              .formatted(row.length, column.length, weight.length));
    }
    for (int i = 0; i < row.length; i++) {
      Objects.checkIndex(row[i], rows);
      Objects.checkIndex(column[i], columns);
    }
    // Two stable counting sorts: the first sorts by column, the second by row keeps that order.
    int[] places = order(identity(row.length), column, columns);
    places = order(places, row, rows);
    return merged(rows, columns, row, column, weight, places);
  }

  /// A matrix from its parts, for example from a file; the arrays are not copied, so they must not
  /// be changed later.
  ///
  /// @param starts where each row's entries begin, the first at 0; the last element is the number
  ///   of entries
  /// @throws IllegalArgumentException where a row ends before it begins, or its columns do not
  ///   ascend or are out of range
  public static CsrMatrix ofParts(int columns, int[] starts, int[] columnIndices, float[] weights) {
    if (starts.length == 0
        || starts[0] != 0
        || starts[starts.length - 1] != columnIndices.length
        || weights.length != columnIndices.length) {
      throw new IllegalArgumentException(
          "rows from %s end with %d columns and %d weights"
              .formatted(
                  starts.length == 0 ? "nowhere" : starts[0] + " to " + starts[starts.length - 1],
                  columnIndices.length,
                  weights.length));
    }
    for (int row = 0; row + 1 < starts.length; row++) {
      if (starts[row + 1] < starts[row] || starts[row + 1] > columnIndices.length) {
        throw new IllegalArgumentException(
            "row %d begins at %d and ends at %d of %d entries"
                .formatted(row, starts[row], starts[row + 1], columnIndices.length));
      }
      int last = -1;
      for (int i = starts[row]; i < starts[row + 1]; i++) {
        if (columnIndices[i] <= last || columnIndices[i] >= columns) {
          throw new IllegalArgumentException(
              "row %d has column %d after %d, expected ascending ones below %d"
                  .formatted(row, columnIndices[i], last, columns));
        }
        last = columnIndices[i];
      }
    }
    return new CsrMatrix(columns, starts, columnIndices, weights);
  }

  /// A matrix from parallel arrays of rows and columns; the weight of a pair is the number of times
  /// that it occurs.
  public static CsrMatrix of(int rows, int columns, int[] row, int[] column) {
    var ones = new float[row.length];
    Arrays.fill(ones, 1);
    return of(rows, columns, row, column, ones);
  }

  /// A matrix from the columns and weights of each row, the columns ascending.
  ///
  /// @throws IllegalArgumentException where a row's columns do not ascend within the matrix, or the
  ///   number of its weights differs
  public static CsrMatrix ofRows(int columns, int[][] columnsOfRows, float[][] weightsOfRows) {
    var starts = new int[columnsOfRows.length + 1];
    for (int row = 0; row < columnsOfRows.length; row++) {
      int[] ascending = columnsOfRows[row];
      int last = -1;
      for (int column : ascending) {
        if (column <= last || column >= columns) {
          throw new IllegalArgumentException(
              "row %d has column %d after %d, expected ascending ones below %d"
                  .formatted(row, column, last, columns));
        }
        last = column;
      }
      if (weightsOfRows[row].length != ascending.length) {
        throw new IllegalArgumentException(
            "row %d has %d columns and %d weights"
                .formatted(row, ascending.length, weightsOfRows[row].length));
      }
      starts[row + 1] = Math.addExact(starts[row], ascending.length);
    }
    var columnIndices = new int[starts[columnsOfRows.length]];
    var weights = new float[columnIndices.length];
    for (int row = 0; row < columnsOfRows.length; row++) {
      int length = columnsOfRows[row].length;
      System.arraycopy(columnsOfRows[row], 0, columnIndices, starts[row], length);
      System.arraycopy(weightsOfRows[row], 0, weights, starts[row], length);
    }
    return new CsrMatrix(columns, starts, columnIndices, weights);
  }

  public int rows() {
    return starts.length - 1;
  }

  public int columns() {
    return columns;
  }

  /// The number of entries.
  public int entries() {
    return columnIndices.length;
  }

  /// Where a row's entries begin.
  public int start(int row) {
    return starts[row];
  }

  /// Where a row's entries end, exclusive.
  public int end(int row) {
    return starts[row + 1];
  }

  /// The columns of all entries, row by row: the matrix's own array, not to be changed.
  public int[] columnIndices() {
    return columnIndices;
  }

  /// The weights of all entries, row by row: the matrix's own array, not to be changed.
  public float[] weights() {
    return weights;
  }

  /// The columns of one row, ascending.
  public int[] columnsOf(int row) {
    return Arrays.copyOfRange(columnIndices, starts[row], starts[row + 1]);
  }

  /// The same entries with other weights.
  public CsrMatrix weighted(Weighting weighting) {
    var changed = new float[weights.length];
    for (int row = 0; row < rows(); row++) {
      for (int i = starts[row]; i < starts[row + 1]; i++) {
        changed[i] = weighting.of(row, columnIndices[i], weights[i]);
      }
    }
    return new CsrMatrix(columns, starts, columnIndices, changed);
  }

  /// The sum of each row's weights.
  public double[] rowSums() {
    var sums = new double[rows()];
    for (int row = 0; row < sums.length; row++) {
      for (int i = starts[row]; i < starts[row + 1]; i++) {
        sums[row] += weights[i];
      }
    }
    return sums;
  }

  /// The same entries by column: items × users from users × items.
  public CsrMatrix transpose() {
    var transposedStarts = new int[columns + 1];
    for (int column : columnIndices) {
      transposedStarts[column + 1]++;
    }
    Arrays.parallelPrefix(transposedStarts, Integer::sum);
    int[] next = Arrays.copyOf(transposedStarts, columns);
    var rowIndices = new int[entries()];
    var transposedWeights = new float[entries()];
    for (int row = 0; row < rows(); row++) {
      for (int i = starts[row]; i < starts[row + 1]; i++) {
        int place = next[columnIndices[i]]++;
        rowIndices[place] = row;
        transposedWeights[place] = weights[i];
      }
    }
    return new CsrMatrix(rows(), transposedStarts, rowIndices, transposedWeights);
  }

  private static int[] identity(int length) {
    var places = new int[length];
    Arrays.setAll(places, i -> i);
    return places;
  }

  /// The places sorted by their keys, each below `limit`; the sort is stable.
  private static int[] order(int[] places, int[] keys, int limit) {
    var next = new int[limit + 1];
    for (int key : keys) {
      next[key + 1]++;
    }
    Arrays.parallelPrefix(next, Integer::sum);
    var ordered = new int[places.length];
    for (int place : places) {
      ordered[next[keys[place]]++] = place;
    }
    return ordered;
  }

  private static CsrMatrix merged(
      int rows, int columns, int[] row, int[] column, float[] weight, int[] places) {
    var starts = new int[rows + 1];
    var columnIndices = new int[places.length];
    var weights = new float[places.length];
    int entries = 0;
    int lastRow = -1;
    for (int place : places) {
      if (row[place] == lastRow && column[place] == columnIndices[entries - 1]) {
        weights[entries - 1] += weight[place];
        continue;
      }
      lastRow = row[place];
      starts[lastRow + 1]++;
      columnIndices[entries] = column[place];
      weights[entries++] = weight[place];
    }
    Arrays.parallelPrefix(starts, Integer::sum);
    return new CsrMatrix(
        columns, starts, Arrays.copyOf(columnIndices, entries), Arrays.copyOf(weights, entries));
  }

  /// Gives an entry its weight.
  @FunctionalInterface
  public interface Weighting {
    float of(int row, int column, float weight);
  }
}
