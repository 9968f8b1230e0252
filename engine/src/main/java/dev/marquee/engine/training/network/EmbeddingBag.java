package dev.marquee.engine.training.network;

import dev.marquee.engine.math.CsrMatrix;
import dev.marquee.engine.math.Parallel;
import dev.marquee.engine.math.Vectors;
import java.util.Arrays;

/// Embeddings of features shared by many items or requests. Each item or request is the weighted
/// sum of its features' rows; a row gets gradients from all of a batch that have the feature.
///
/// @param features items or requests × features: the weight of each feature
/// @param table a row for each feature
public record EmbeddingBag(CsrMatrix features, AdagradTable table) {

  private static final int CHUNK = 512;

  /// Adds the weighted rows of one item or request to a vector.
  public void addTo(int one, float[] into, int offset) {
    int d = table.width;
    for (int i = features.start(one); i < features.end(one); i++) {
      int feature = features.columnIndices()[i];
      Vectors.axpy(features.weights()[i], table.weights, feature * d, into, offset, d);
    }
  }

  /// Learns from a batch.
  ///
  /// @param ones the batch's items or requests, `count` of them
  /// @param gradients their gradients, row by row
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
