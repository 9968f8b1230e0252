package dev.marquee.engine.index.ivf;

import dev.marquee.engine.math.simd.FastScanBlocks;

/// Quantizes residuals, the differences of vectors and their centroids, to one byte per coordinate.
/// Holds the last result; not safe for use by many threads.
final class Encoder {

  private static final int MAX = 127;

  private final float[] dimensionScales;
  final byte[] code;

  /// Coordinate `k` is about the centroid's plus `scale · dimensionScales[k] · code[k]`.
  float scale;

  /// The squared distance from the centroid, in units of the dimension scales.
  float square;

  /// The distance of the vector from its reconstruction by the upper four bits of its codes, in
  /// units of the scales.
  float quantizationError;

  Encoder(float[] dimensionScales) {
    this.dimensionScales = dimensionScales;
    this.code = new byte[dimensionScales.length];
  }

  void encode(float[] vector, int offset, float[] centroids, int centroid) {
    float max = 0;
    square = 0;
    for (int k = 0; k < code.length; k++) {
      float residual = residual(vector, offset, centroids, centroid, k);
      max = Math.max(max, Math.abs(residual));
      square += residual * residual;
    }
    scale = max / MAX;
    float inverse = max > 0 ? MAX / max : 0;
    float wrong = 0;
    for (int k = 0; k < code.length; k++) {
      float exact = residual(vector, offset, centroids, centroid, k) * inverse;
      code[k] = (byte) Math.round(exact);
      float lost = exact - FastScanBlocks.middle(code[k]);
      wrong += lost * lost;
    }
    quantizationError = (float) Math.sqrt(wrong);
  }

  private float residual(float[] vector, int offset, float[] centroids, int centroid, int k) {
    return (vector[offset + k] - centroids[centroid + k]) / dimensionScales[k];
  }
}
