package dev.marquee.engine.features;

import dev.marquee.engine.math.Vectors;
import java.util.Arrays;

/// Collects the logarithms of a block and computes them vectorised: a thousand rows of fifty take
/// 0.1 ms instead of 0.5.
///
/// Each row must add the same columns in the same order.
final class Logarithms {

  private final float[] x;
  private int next;
  private int[] columns = new int[64];
  private float[] less = new float[64];
  private int each;

  /// @param max the maximum number of additions
  Logarithms(int max) {
    this.x = new float[max];
  }

  /// Adds a column of the row: ln(`of`) - `lessThat`.
  void add(boolean isFirstRow, int column, float of, float lessThat) {
    if (isFirstRow) {
      if (each == columns.length) {
        columns = Arrays.copyOf(columns, 2 * each);
        less = Arrays.copyOf(less, 2 * each);
      }
      columns[each] = column;
      less[each] = lessThat;
      each++;
    }
    x[next++] = of;
  }

  /// Computes and writes all.
  ///
  /// @param into rows of `width` columns
  void write(float[] into, int width) {
    Vectors.ln(x, 0, next);
    int at = 0;
    for (int row = 0; at < next; row += width) {
      for (int i = 0; i < each; i++) {
        into[row + columns[i]] = x[at++] - less[i];
      }
    }
  }
}
