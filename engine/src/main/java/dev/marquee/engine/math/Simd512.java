package dev.marquee.engine.math;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// Sums with one vector of sixteen partial sums.
record Simd512() implements SimdKernels {

  private static final VectorSpecies<Float> WIDTH = FloatVector.SPECIES_512;

  @Override
  public float dot(float[] a, int aOffset, float[] b, int bOffset, int length) {
    var lanes = FloatVector.zero(WIDTH);
    int i = 0;
    for (int end = length - length % LANES; i < end; i += LANES) {
      var products =
          FloatVector.fromArray(WIDTH, a, aOffset + i)
              .mul(FloatVector.fromArray(WIDTH, b, bOffset + i));
      lanes = lanes.add(products);
    }
    if (i < length) {
      // Lanes beyond the end add zero, which changes no bit: no partial sum is ever -0.
      var within = WIDTH.indexInRange(i, length);
      var products =
          FloatVector.fromArray(WIDTH, a, aOffset + i, within)
              .mul(FloatVector.fromArray(WIDTH, b, bOffset + i, within));
      lanes = lanes.add(products);
    }
    return fold(lanes);
  }

  @Override
  public float sum(float[] a, int offset, int length) {
    var lanes = FloatVector.zero(WIDTH);
    int i = 0;
    for (int end = length - length % LANES; i < end; i += LANES) {
      lanes = lanes.add(FloatVector.fromArray(WIDTH, a, offset + i));
    }
    if (i < length) {
      var within = WIDTH.indexInRange(i, length);
      lanes = lanes.add(FloatVector.fromArray(WIDTH, a, offset + i, within));
    }
    return fold(lanes);
  }

  private static float fold(FloatVector lanes) {
    var low = (FloatVector) lanes.reinterpretShape(FloatVector.SPECIES_256, 0);
    var high = (FloatVector) lanes.reinterpretShape(FloatVector.SPECIES_256, 1);
    return SimdKernels.fold256(low.add(high));
  }
}
