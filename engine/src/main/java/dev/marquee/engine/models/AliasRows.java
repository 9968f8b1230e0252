package dev.marquee.engine.models;

import dev.marquee.engine.math.CsrMatrix;

/// Draws a column of a row with the probability of its weight, in the same few steps however long
/// the row is: an alias table for each row (Walker, 1977; Vose, 1991).
///
/// A row of n entries is cut into n slots of the same size, each shared by at most two columns. A
/// draw is split in two, [#place] and [#column], so that a caller with many draws to make can let
/// them wait for the memory together. 12 bytes an entry. Does not change; safe for use by many
/// threads.
final class AliasRows {

  private static final int SLOT = 3;
  private static final double ALL = 0x1p32;

  private final int[] starts;

  /// Three ints a slot: which share of 2^32 is its own column's, that column, and the other one.
  private final int[] slots;

  /// @param matrix of which the rows are drawn from
  /// @param scales what the weights of each column are multiplied by, above 0
  AliasRows(CsrMatrix matrix, double[] scales) {
    if (matrix.entries() > Integer.MAX_VALUE / SLOT) {
      throw new IllegalArgumentException(
          "%,d entries do not fit one alias table of at most %,d"
              .formatted(matrix.entries(), Integer.MAX_VALUE / SLOT));
    }
    this.starts = new int[matrix.rows() + 1];
    this.slots = new int[SLOT * matrix.entries()];
    int longest = 0;
    for (int row = 0; row < matrix.rows(); row++) {
      starts[row + 1] = matrix.end(row);
      longest = Math.max(longest, matrix.end(row) - matrix.start(row));
    }
    var shares = new double[longest];
    var stack = new int[longest];
    for (int row = 0; row < matrix.rows(); row++) {
      build(matrix, row, scales, shares, stack);
    }
  }

  /// Σ of each row's weights times their columns' scales.
  static double[] totals(CsrMatrix matrix, double[] scales) {
    var totals = new double[matrix.rows()];
    for (int row = 0; row < totals.length; row++) {
      for (int i = matrix.start(row); i < matrix.end(row); i++) {
        totals[row] += matrix.weights()[i] * scales[matrix.columnIndices()[i]];
      }
    }
    return totals;
  }

  /// Columns with less than a slot's share are filled up by one with more, until none is left.
  private void build(CsrMatrix matrix, int row, double[] scales, double[] shares, int[] stack) {
    int first = matrix.start(row);
    int many = matrix.end(row) - first;
    double total = 0;
    for (int i = 0; i < many; i++) {
      shares[i] = matrix.weights()[first + i] * scales[matrix.columnIndices()[first + i]];
      total += shares[i];
    }
    int small = 0;
    int large = many;
    for (int i = 0; i < many; i++) {
      shares[i] *= many / total;
      if (shares[i] < 1) {
        stack[small++] = i;
      } else {
        stack[--large] = i;
      }
    }
    while (small > 0 && large < many) {
      int less = stack[--small];
      int more = stack[large++];
      put(matrix, first, less, shares[less], more);
      shares[more] -= 1 - shares[less];
      if (shares[more] < 1) {
        stack[small++] = more;
      } else {
        stack[--large] = more;
      }
    }
    // What is left has a whole slot, but for rounding.
    while (large < many) {
      int whole = stack[large++];
      put(matrix, first, whole, 1, whole);
    }
    while (small > 0) {
      int whole = stack[--small];
      put(matrix, first, whole, 1, whole);
    }
  }

  private void put(CsrMatrix matrix, int first, int own, double share, int other) {
    int at = SLOT * (first + own);
    slots[at] = (int) (long) Math.min(share * ALL, ALL - 1);
    slots[at + 1] = matrix.columnIndices()[first + own];
    slots[at + 2] = matrix.columnIndices()[first + other];
  }

  boolean isEmpty(int row) {
    return starts[row] == starts[row + 1];
  }

  /// The slot of a row that 64 random bits choose by their high half; the row must have entries.
  int place(int row, long bits) {
    int first = starts[row];
    return first + (int) (((bits >>> 32) * (starts[row + 1] - first)) >>> 32);
  }

  /// The column of a slot that the same bits choose by their low half.
  int column(int place, long bits) {
    int at = SLOT * place;
    return slots[at + (Integer.compareUnsigned((int) bits, slots[at]) < 0 ? 1 : 2)];
  }
}
