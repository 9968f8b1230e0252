package dev.marquee.engine.training.neighbours;

import dev.marquee.engine.Progress;
import dev.marquee.engine.math.CsrMatrix;
import dev.marquee.engine.math.Parallel;
import dev.marquee.engine.math.TopK;
import java.util.Arrays;

/// The product of items × users and users × items; each row keeps its `k` largest entries off the
/// diagonal. The full product is never in memory.
///
/// A row takes one step per item of each of its item's users. The bits do not depend on the thread
/// count.
final class TrimmedProduct {

  /// Number of chunks of rows: enough to spread popular items over threads, few enough that each
  /// can have its own sums.
  private static final int CHUNKS = 512;

  /// Transforms an entry before comparison; entries that are not above 0 are dropped.
  @FunctionalInterface
  interface Finish {
    float of(int row, int column, float product);
  }

  private final CsrMatrix left;
  private final CsrMatrix right;
  private final Finish finish;
  private final int k;

  /// @param left items × users
  /// @param right users × items
  /// @param k number of entries kept per row, at least 1
  TrimmedProduct(CsrMatrix left, CsrMatrix right, Finish finish, int k) {
    this.left = left;
    this.right = right;
    this.finish = finish;
    this.k = Math.min(k, Math.max(1, right.columns()));
  }

  CsrMatrix rows(Parallel parallel, Progress progress) throws InterruptedException {
    int rows = left.rows();
    var columns = new int[rows][];
    var weights = new float[rows][];
    parallel.overChunks(
        rows,
        Math.max(1, Math.ceilDiv(rows, CHUNKS)),
        "comparing items",
        progress,
        (chunk, from, to) -> {
          var worker = new Worker();
          for (int row = from; row < to; row++) {
            worker.find(row);
            columns[row] = worker.columns();
            weights[row] = worker.weights(columns[row]);
          }
        });
    return CsrMatrix.ofRows(right.columns(), columns, weights);
  }

  /// A copy of the matrix in which each column keeps its `k` largest entries.
  static CsrMatrix trimColumns(CsrMatrix matrix, int k) {
    CsrMatrix byColumn = matrix.transpose();
    var rows = new int[byColumn.rows()][];
    var weights = new float[rows.length][];
    var kept = new float[byColumn.columns()];
    var best = new TopK(Math.min(k, Math.max(1, byColumn.columns())));
    for (int column = 0; column < rows.length; column++) {
      for (int i = byColumn.start(column); i < byColumn.end(column); i++) {
        kept[byColumn.columnIndices()[i]] = byColumn.weights()[i];
        best.add(byColumn.columnIndices()[i], byColumn.weights()[i]);
      }
      rows[column] = ascending(best);
      weights[column] = picked(kept, rows[column]);
    }
    return CsrMatrix.ofRows(byColumn.columns(), rows, weights).transpose();
  }

  private static int[] ascending(TopK best) {
    int[] ids = best.ids();
    best.clear();
    Arrays.sort(ids);
    return ids;
  }

  private static float[] picked(float[] from, int[] places) {
    var picked = new float[places.length];
    for (int i = 0; i < places.length; i++) {
      picked[i] = from[places[i]];
    }
    return picked;
  }

  /// Computes rows one after another.
  private final class Worker {

    private final float[] sums = new float[right.columns()];
    private final int[] touched = new int[right.columns()];
    private final TopK best = new TopK(k);

    /// The row that last touched a column, counted from 1.
    private final int[] touchedBy = new int[right.columns()];

    void find(int row) {
      int count = add(row);
      for (int i = 0; i < count; i++) {
        int column = touched[i];
        float value = finish.of(row, column, sums[column]);
        sums[column] = value;
        if (value > 0 && column != row) {
          best.add(column, value);
        }
      }
    }

    int[] columns() {
      return ascending(best);
    }

    float[] weights(int[] columns) {
      return picked(sums, columns);
    }

    private int add(int row) {
      int count = 0;
      for (int i = left.start(row); i < left.end(row); i++) {
        int user = left.columnIndices()[i];
        float weight = left.weights()[i];
        int end = right.end(user);
        for (int j = right.start(user); j < end; j++) {
          int column = right.columnIndices()[j];
          if (touchedBy[column] != row + 1) {
            touchedBy[column] = row + 1;
            touched[count++] = column;
            sums[column] = 0;
          }
          sums[column] += weight * right.weights()[j];
        }
      }
      return count;
    }
  }
}
