package dev.marquee.engine.index.ivf;

import dev.marquee.engine.math.Vectors;
import java.util.Arrays;

/// How residuals are distributed: what is left of vectors without the centroids of their lists, all
/// lists taken together.
///
/// @param scales the root mean square of each coordinate, so that all are quantized equally finely
/// @param covariance d × d, of residuals in units of the scales
record ResidualStatistics(float[] scales, float[] covariance) {

  /// Measures a sample.
  ///
  /// @param sample n × d
  /// @param nearest of each row the number of its centroid
  static ResidualStatistics of(float[] sample, float[] centroids, int[] nearest, int dimension) {
    float[] residuals = new float[nearest.length * dimension];
    for (int i = 0; i < nearest.length; i++) {
      System.arraycopy(sample, i * dimension, residuals, i * dimension, dimension);
      Vectors.axpy(-1, centroids, nearest[i] * dimension, residuals, i * dimension, dimension);
    }
    float[] scales = scales(residuals, dimension);
    float[] covariance = new float[dimension * dimension];
    for (int i = 0; i < nearest.length; i++) {
      for (int k = 0; k < dimension; k++) {
        residuals[i * dimension + k] /= scales[k];
      }
      for (int k = 0; k < dimension; k++) {
        float share = residuals[i * dimension + k] / nearest.length;
        Vectors.axpy(share, residuals, i * dimension, covariance, k * dimension, dimension);
      }
    }
    return new ResidualStatistics(scales, covariance);
  }

  private static float[] scales(float[] residuals, int dimension) {
    double[] squares = new double[dimension];
    for (int i = 0; i < residuals.length; i++) {
      squares[i % dimension] += (double) residuals[i] * residuals[i];
    }
    float[] scales = new float[dimension];
    double all = Arrays.stream(squares).sum();
    for (int k = 0; k < dimension; k++) {
      // A coordinate that is always the same, or all of none, keeps a scale that can be divided by.
      double square = Math.max(squares[k], all > 0 ? 1e-6 * all / dimension : 1);
      scales[k] = (float) Math.sqrt(square / Math.max(1, residuals.length / dimension));
    }
    return scales;
  }

  /// A query by which residuals in units of the scales can be multiplied.
  float[] scaled(float[] query) {
    float[] scaled = new float[scales.length];
    for (int k = 0; k < scaled.length; k++) {
      scaled[k] = query[k] * scales[k];
    }
    return scaled;
  }

  /// The standard deviation of products with a query in a list of mean spread.
  ///
  /// @param scaled as [#scaled] gives it
  float deviation(float[] scaled) {
    int d = scaled.length;
    float[] product = new float[d];
    Vectors.combine(scaled, 0, covariance, 0, d, d, product, 0, d);
    return (float) Math.sqrt(Math.max(0, Vectors.dot(scaled, product)));
  }
}
