package dev.marquee.engine.models.graph;

import dev.marquee.engine.math.CsrMatrix;

/// Draws a column of a row with probability proportional to its weight, in constant time: an alias
/// table per row (Walker, 1977; Vose, 1991).
///
/// A row of n entries is divided into n slots of equal size, each shared by at most two columns. A
/// draw is split in two, [#places] and [#columns], so that the memory accesses of many draws
/// overlap. Random bits spread evenly over 2^64 give draws spread evenly over the row. 12 bytes per
/// entry. Immutable; safe for use by many threads.
final class AliasTables {

  private static final int SLOT = 3;
  private static final double ALL = 0x1p32;

  private final int[] starts;

  /// Three ints per slot: its own column's share of 2^32, that column, and the other column.
  private final int[] slots;

  /// @param matrix whose rows are drawn from
  /// @param scales a factor per column for its weights, above 0
  AliasTables(CsrMatrix matrix, double[] scales) {
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

  /// Fills the slot of each column below the average share from a column above it.
  private void build(CsrMatrix matrix, int row, double[] scales, double[] shares, int[] stack) {
    int first = matrix.start(row);
    int count = matrix.end(row) - first;
    double total = 0;
    for (int i = 0; i < count; i++) {
      shares[i] = matrix.weights()[first + i] * scales[matrix.columnIndices()[first + i]];
      total += shares[i];
    }
    int small = 0;
    int large = count;
    for (int i = 0; i < count; i++) {
      shares[i] *= count / total;
      if (shares[i] < 1) {
        stack[small++] = i;
      } else {
        stack[--large] = i;
      }
    }
    while (small > 0 && large < count) {
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
    // Each remaining entry fills its whole slot, up to rounding.
    while (large < count) {
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

  /// The first half of a batch of draws: picks the slots.
  ///
  /// @param rows to draw from, each with entries
  /// @param bits fractions of 2^64; replaced by the fraction within the slot, for [#columns]
  /// @param places receives the slots
  void places(int[] rows, long[] bits, int count, int[] places) {
    for (int i = 0; i < count; i++) {
      int first = starts[rows[i]];
      int length = starts[rows[i] + 1] - first;
      places[i] = first + (int) Math.unsignedMultiplyHigh(bits[i], length);
      bits[i] *= length;
    }
  }

  /// The second half: picks a column in each slot.
  ///
  /// @param bits the position of each draw in its slot
  void columns(int[] places, long[] bits, int count, int[] columns) {
    for (int i = 0; i < count; i++) {
      int at = SLOT * places[i];
      int own = slots[at];
      columns[i] = slots[at + (Integer.compareUnsigned((int) (bits[i] >>> 32), own) < 0 ? 1 : 2)];
    }
  }
}
