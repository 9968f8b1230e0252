package dev.marquee.engine.index.ivf;

import dev.marquee.engine.math.Vectors;
import java.util.Arrays;

/// How vectors lie about the centroids of their lists, all lists taken together.
///
/// @param scales the root mean square of each coordinate's distance, so that all are rounded alike
///   finely
/// @param covariance d × d, of the distances in units of the scales
// Nobody compares two of them.
@SuppressWarnings("ArrayRecordComponent")
record ResidualStatistics(float[] scales, float[] covariance) {

  /// Measures a sample.
  ///
  /// @param sample n × d
  /// @param nearest of each row the number of its centroid
  static ResidualStatistics of(float[] sample, float[] centroids, int[] nearest, int dimension) {
    float[] beyond = new float[nearest.length * dimension];
    for (int i = 0; i < nearest.length; i++) {
      System.arraycopy(sample, i * dimension, beyond, i * dimension, dimension);
      Vectors.axpy(-1, centroids, nearest[i] * dimension, beyond, i * dimension, dimension);
    }
    float[] scales = scales(beyond, dimension);
    float[] covariance = new float[dimension * dimension];
    for (int i = 0; i < nearest.length; i++) {
      for (int k = 0; k < dimension; k++) {
        beyond[i * dimension + k] /= scales[k];
      }
      for (int k = 0; k < dimension; k++) {
        float share = beyond[i * dimension + k] / nearest.length;
        Vectors.axpy(share, beyond, i * dimension, covariance, k * dimension, dimension);
      }
    }
    return new ResidualStatistics(scales, covariance);
  }

  private static float[] scales(float[] beyond, int dimension) {
    double[] squares = new double[dimension];
    for (int i = 0; i < beyond.length; i++) {
      squares[i % dimension] += (double) beyond[i] * beyond[i];
    }
    float[] scales = new float[dimension];
    double all = Arrays.stream(squares).sum();
    for (int k = 0; k < dimension; k++) {
      // A coordinate that is always the same, or all of none, keeps a scale that can be divided by.
      double square = Math.max(squares[k], all > 0 ? 1e-6 * all / dimension : 1);
      scales[k] = (float) Math.sqrt(square / Math.max(1, beyond.length / dimension));
    }
    return scales;
  }

  /// A query by which distances in scales can be multiplied.
  float[] scaled(float[] query) {
    float[] scaled = new float[scales.length];
    for (int k = 0; k < scaled.length; k++) {
      scaled[k] = query[k] * scales[k];
    }
    return scaled;
  }

  /// The standard deviation of products with a query, within a list like the mean of all.
  ///
  /// @param scaled as [#scaled] gives it
  float deviation(float[] scaled) {
    int d = scaled.length;
    float[] product = new float[d];
    Vectors.combine(scaled, 0, covariance, 0, d, d, product, 0, d);
    return (float) Math.sqrt(Math.max(0, Vectors.dot(scaled, product)));
  }
}
