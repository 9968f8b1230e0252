package dev.marquee.engine.index.ivf;

import dev.marquee.engine.math.simd.FastScanBlocks;

/// Rounds what a vector has beyond its centroid to a byte a coordinate. Holds the last one; not
/// safe for use by many threads.
final class Encoder {

  private static final int GREATEST = 127;

  private final float[] dimensionScales;
  final byte[] code;

  /// Coordinate `k` is about the centroid's and `scale · dimensionScales[k] · code[k]`.
  float scale;

  /// The squared distance from the centroid, in dimension scales.
  float square;

  /// How far the vector is from what the upper halves of its codes stand for, in scales.
  float looseness;

  Encoder(float[] dimensionScales) {
    this.dimensionScales = dimensionScales;
    this.code = new byte[dimensionScales.length];
  }

  void encode(float[] vector, int offset, float[] centroids, int centroid) {
    float greatest = 0;
    square = 0;
    for (int k = 0; k < code.length; k++) {
      float beyond = beyond(vector, offset, centroids, centroid, k);
      greatest = Math.max(greatest, Math.abs(beyond));
      square += beyond * beyond;
    }
    scale = greatest / GREATEST;
    float inverse = greatest > 0 ? GREATEST / greatest : 0;
    float wrong = 0;
    for (int k = 0; k < code.length; k++) {
      float exact = beyond(vector, offset, centroids, centroid, k) * inverse;
      code[k] = (byte) Math.round(exact);
      float lost = exact - FastScanBlocks.middle(code[k]);
      wrong += lost * lost;
    }
    looseness = (float) Math.sqrt(wrong);
  }

  private float beyond(float[] vector, int offset, float[] centroids, int centroid, int k) {
    return (vector[offset + k] - centroids[centroid + k]) / dimensionScales[k];
  }
}
