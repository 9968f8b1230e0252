package dev.marquee.engine.training.network;

import dev.marquee.engine.math.CsrMatrix;
import dev.marquee.engine.math.Parallel;
import dev.marquee.engine.math.Vectors;
import java.util.Arrays;

/// Embeddings of features that many items or moments share: each adds the rows of its features, and
/// a row learns from all of a batch that have it.
///
/// @param features which features an item or a moment has, and how much
/// @param table a row for each feature
public record EmbeddingBag(CsrMatrix features, AdagradTable table) {

  private static final int CHUNK = 512;

  /// Adds the rows of one item or moment to a vector.
  public void addTo(int one, float[] into, int offset) {
    int d = table.width;
    for (int i = features.start(one); i < features.end(one); i++) {
      int feature = features.columnIndices()[i];
      Vectors.axpy(features.weights()[i], table.weights, feature * d, into, offset, d);
    }
  }

  /// Learns from a batch.
  ///
  /// @param ones the batch's items or moments, `count` of them
  /// @param gradients theirs, row by row
  /// @param regularisation λ of the squared rows
  public void update(
      int[] ones, int count, float[] gradients, double regularisation, Parallel parallel)
      throws InterruptedException {
    if (features.columns() == 0) {
      return;
    }
    int[] starts = new int[features.columns() + 1];
    for (int i = 0; i < count; i++) {
      for (int at = features.start(ones[i]); at < features.end(ones[i]); at++) {
        starts[features.columnIndices()[at] + 1]++;
      }
    }
    Arrays.parallelPrefix(starts, Integer::sum);
    // By feature, then in the batch's order, so that sums do not depend on threads.
    int[] next = Arrays.copyOf(starts, features.columns());
    int[] rows = new int[starts[features.columns()]];
    int[] entries = new int[rows.length];
    for (int i = 0; i < count; i++) {
      for (int at = features.start(ones[i]); at < features.end(ones[i]); at++) {
        int place = next[features.columnIndices()[at]]++;
        rows[place] = i;
        entries[place] = at;
      }
    }
    int d = table.width;
    parallel.overChunks(
        features.columns(),
        CHUNK,
        (chunk, from, to) -> {
          float[] sum = new float[d];
          for (int feature = from; feature < to; feature++) {
            if (starts[feature] == starts[feature + 1]) {
              continue;
            }
            Arrays.fill(sum, 0);
            for (int i = starts[feature]; i < starts[feature + 1]; i++) {
              Vectors.axpy(features.weights()[entries[i]], gradients, rows[i] * d, sum, 0, d);
            }
            if (regularisation > 0) {
              Vectors.axpy((float) regularisation, table.weights, feature * d, sum, 0, d);
            }
            table.update(feature, sum, 0);
          }
        });
  }
}
