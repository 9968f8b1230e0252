package dev.marquee.engine.math;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// What all vector widths share: loops over single elements, whose bits no width can change, and
/// the last steps of a sum.
sealed interface SimdKernels extends Kernels permits Simd128, Simd256, Simd512 {

  VectorSpecies<Float> PREFERRED = FloatVector.SPECIES_PREFERRED;

  /// The widest width that the machine has: a wider one runs, but 50 times slower.
  static Kernels choose() {
    int bits = PREFERRED.vectorBitSize();
    if (bits >= 512) {
      return new Simd512();
    }
    if (bits >= 256) {
      return new Simd256();
    }
    return bits >= 128 ? new Simd128() : new ScalarKernels();
  }

  /// Folds four partial sums; wider vectors are halved down to here.
  static float fold(FloatVector lanes) {
    return (lanes.lane(0) + lanes.lane(2)) + (lanes.lane(1) + lanes.lane(3));
  }

  /// Folds eight partial sums.
  static float fold256(FloatVector lanes) {
    var low = (FloatVector) lanes.reinterpretShape(FloatVector.SPECIES_128, 0);
    var high = (FloatVector) lanes.reinterpretShape(FloatVector.SPECIES_128, 1);
    return fold(low.add(high));
  }

  @Override
  default void axpy(float scale, float[] x, int xOffset, float[] y, int yOffset, int length) {
    int i = 0;
    for (int end = PREFERRED.loopBound(length); i < end; i += PREFERRED.length()) {
      FloatVector.fromArray(PREFERRED, x, xOffset + i)
          .mul(scale)
          .add(FloatVector.fromArray(PREFERRED, y, yOffset + i))
          .intoArray(y, yOffset + i);
    }
    for (; i < length; i++) {
      y[yOffset + i] += scale * x[xOffset + i];
    }
  }

  @Override
  default void axpy4(
      float[] scales, float[] x, int[] xOffsets, float[] y, int yOffset, int length) {
    float s0 = scales[0];
    float s1 = scales[1];
    float s2 = scales[2];
    float s3 = scales[3];
    int x0 = xOffsets[0];
    int x1 = xOffsets[1];
    int x2 = xOffsets[2];
    int x3 = xOffsets[3];
    int i = 0;
    for (int end = PREFERRED.loopBound(length); i < end; i += PREFERRED.length()) {
      FloatVector.fromArray(PREFERRED, y, yOffset + i)
          .add(FloatVector.fromArray(PREFERRED, x, x0 + i).mul(s0))
          .add(FloatVector.fromArray(PREFERRED, x, x1 + i).mul(s1))
          .add(FloatVector.fromArray(PREFERRED, x, x2 + i).mul(s2))
          .add(FloatVector.fromArray(PREFERRED, x, x3 + i).mul(s3))
          .intoArray(y, yOffset + i);
    }
    for (; i < length; i++) {
      float sum = y[yOffset + i] + s0 * x[x0 + i];
      sum += s1 * x[x1 + i];
      sum += s2 * x[x2 + i];
      y[yOffset + i] = sum + s3 * x[x3 + i];
    }
  }

  @Override
  default void scale(float scale, float[] x, int offset, int length) {
    int i = 0;
    for (int end = PREFERRED.loopBound(length); i < end; i += PREFERRED.length()) {
      FloatVector.fromArray(PREFERRED, x, offset + i).mul(scale).intoArray(x, offset + i);
    }
    for (; i < length; i++) {
      x[offset + i] *= scale;
    }
  }
}
