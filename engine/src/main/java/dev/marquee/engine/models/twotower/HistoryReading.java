package dev.marquee.engine.models.twotower;

import dev.marquee.engine.math.Vectors;

/// How a user tower encodes a history's rows into one vector.
///
/// Without attention: a weighted mean, in which an item's weight halves for every `halfLife` newer
/// items. With attention: the output of one causal self-attention head at the latest item:
///
///     z_j = x_j + p_j ,  a = softmax over j of (z_0 Q) · (z_j K) / √d ,  h = z_0 + Σ a_j z_j
///
/// @param length maximum number of items that are read
/// @param halfLife in items; 0 for equal weights
/// @param positions p, length × d; empty without attention
/// @param query Q, d × d, or empty
/// @param key K, d × d, or empty
public record HistoryReading(
    int length, double halfLife, float[] positions, float[] query, float[] key) {

  /// A mean of the history.
  public static HistoryReading mean(int length, double halfLife) {
    return new HistoryReading(length, halfLife, new float[0], new float[0], new float[0]);
  }

  boolean attends() {
    return query.length > 0;
  }

  /// Encodes `count` rows, the latest first, into a new vector of `d` floats; zero if there are
  /// none.
  float[] read(float[] rows, int count, int d) {
    int read = Math.min(count, length);
    if (read == 0) {
      return new float[d];
    }
    return attends() ? attend(rows, read, d) : pool(rows, read, d);
  }

  /// The weight of a history item before normalisation.
  ///
  /// @param newer number of newer items in the history
  public static float weight(int newer, double halfLife) {
    return halfLife == 0 ? 1 : (float) StrictMath.pow(0.5, newer / halfLife);
  }

  private float[] pool(float[] rows, int count, int d) {
    float[] pooled = new float[d];
    float sum = 0;
    for (int j = 0; j < count; j++) {
      float weight = weight(j, halfLife);
      Vectors.axpy(weight, rows, j * d, pooled, 0, d);
      sum += weight;
    }
    Vectors.scale(1 / sum, pooled, 0, d);
    return pooled;
  }

  private float[] attend(float[] rows, int count, int d) {
    float[] z = new float[count * d];
    for (int j = 0; j < count; j++) {
      Vectors.axpy(1, rows, j * d, z, j * d, d);
      Vectors.axpy(1, positions, j * d, z, j * d, d);
    }
    float[] q = times(z, 0, query, d);
    // (z_j K) · q = z_j · (q Kᵀ): one matrix product for the whole history.
    float[] qk = new float[d];
    for (int i = 0; i < d; i++) {
      qk[i] = Vectors.dot(key, i * d, q, 0, d);
    }
    float[] attention = new float[count];
    float root = (float) (1 / Math.sqrt(d));
    for (int j = 0; j < count; j++) {
      attention[j] = Vectors.dot(z, j * d, qk, 0, d) * root;
    }
    Vectors.exp(attention, 0, count, Vectors.max(attention, 0, count));
    float sum = Vectors.sum(attention, 0, count);
    float[] read = new float[d];
    Vectors.axpy(1, z, 0, read, 0, d);
    for (int j = 0; j < count; j++) {
      Vectors.axpy(attention[j] / sum, z, j * d, read, 0, d);
    }
    return read;
  }

  /// A row vector times a d × d matrix.
  static float[] times(float[] row, int offset, float[] matrix, int d) {
    float[] product = new float[d];
    for (int i = 0; i < d; i++) {
      Vectors.axpy(row[offset + i], matrix, i * d, product, 0, d);
    }
    return product;
  }
}
