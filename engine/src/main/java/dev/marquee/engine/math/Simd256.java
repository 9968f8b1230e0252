package dev.marquee.engine.math;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// Sums with two vectors of eight partial sums.
record Simd256() implements SimdKernels {

  private static final VectorSpecies<Float> WIDTH = FloatVector.SPECIES_256;

  @Override
  public float dot(float[] a, int aOffset, float[] b, int bOffset, int length) {
    var low = FloatVector.zero(WIDTH);
    var high = FloatVector.zero(WIDTH);
    int i = 0;
    for (int end = length - length % LANES; i < end; i += LANES) {
      low = low.add(products(a, aOffset + i, b, bOffset + i));
      high = high.add(products(a, aOffset + i + 8, b, bOffset + i + 8));
    }
    if (i < length) {
      low = low.add(products(a, aOffset + i, b, bOffset + i, length - i));
    }
    if (i + 8 < length) {
      high = high.add(products(a, aOffset + i + 8, b, bOffset + i + 8, length - i - 8));
    }
    return SimdKernels.fold256(low.add(high));
  }

  @Override
  public float sum(float[] a, int offset, int length) {
    var low = FloatVector.zero(WIDTH);
    var high = FloatVector.zero(WIDTH);
    int i = 0;
    for (int end = length - length % LANES; i < end; i += LANES) {
      low = low.add(FloatVector.fromArray(WIDTH, a, offset + i));
      high = high.add(FloatVector.fromArray(WIDTH, a, offset + i + 8));
    }
    if (i < length) {
      low = low.add(values(a, offset + i, length - i));
    }
    if (i + 8 < length) {
      high = high.add(values(a, offset + i + 8, length - i - 8));
    }
    return SimdKernels.fold256(low.add(high));
  }

  private static FloatVector products(float[] a, int aOffset, float[] b, int bOffset) {
    return FloatVector.fromArray(WIDTH, a, aOffset).mul(FloatVector.fromArray(WIDTH, b, bOffset));
  }

  /// The products of the first `left` lanes, zero in the others.
  private static FloatVector products(float[] a, int aOffset, float[] b, int bOffset, int left) {
    return values(a, aOffset, left).mul(values(b, bOffset, left));
  }

  private static FloatVector values(float[] a, int offset, int left) {
    return FloatVector.fromArray(WIDTH, a, offset, WIDTH.indexInRange(0, left));
  }
}
