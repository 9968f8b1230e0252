package dev.marquee.engine.features;

import dev.marquee.engine.math.Vectors;
import java.util.Arrays;

/// Logarithms of a block, computed for all rows at once by vectors: a thousand rows of fifty take
/// 0.1 ms instead of 0.5.
///
/// Each row adds the same columns in the same order.
final class Logarithms {

  private final float[] x;
  private int next;
  private int[] columns = new int[64];
  private float[] less = new float[64];
  private int each;

  /// @param max how many will be added
  Logarithms(int max) {
    this.x = new float[max];
  }

  /// Notes that a row's column is to be ln(x) less something.
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

  /// Writes them all.
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
