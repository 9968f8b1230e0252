package dev.marquee.engine.index.ivf;

import dev.marquee.engine.math.Vectors;
import java.util.Arrays;

/// The distribution of residuals, the differences of vectors and their lists' centroids, over all
/// lists.
///
/// @param scales the root mean square of each coordinate, so that all are quantized with equal
///   precision
/// @param covariance d × d, of the residuals in units of the scales
record ResidualStatistics(float[] scales, float[] covariance) {

  /// Measures a sample.
  ///
  /// @param sample n × d
  /// @param nearest the number of each row's centroid
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
      // The scale of a constant coordinate stays above 0, as it is a divisor.
      double square = Math.max(squares[k], all > 0 ? 1e-6 * all / dimension : 1);
      scales[k] = (float) Math.sqrt(square / Math.max(1, residuals.length / dimension));
    }
    return scales;
  }

  /// The query scaled for inner products with residuals in units of the scales.
  float[] scaled(float[] query) {
    float[] scaled = new float[scales.length];
    for (int k = 0; k < scaled.length; k++) {
      scaled[k] = query[k] * scales[k];
    }
    return scaled;
  }

  /// The standard deviation of a query's inner products with the residuals of a list of mean
  /// spread.
  ///
  /// @param scaled the result of [#scaled]
  float deviation(float[] scaled) {
    int d = scaled.length;
    float[] product = new float[d];
    Vectors.combine(scaled, 0, covariance, 0, d, d, product, 0, d);
    return (float) Math.sqrt(Math.max(0, Vectors.dot(scaled, product)));
  }
}
