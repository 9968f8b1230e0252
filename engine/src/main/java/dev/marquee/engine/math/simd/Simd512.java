package dev.marquee.engine.math.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/// Sums with one vector of sixteen partial sums.
public record Simd512() implements SimdKernels {

  private static final VectorSpecies<Float> WIDTH = FloatVector.SPECIES_512;

  private static final VectorShuffle<Float> EIGHT_ON = SimdKernels.turned(WIDTH, 8);
  private static final VectorShuffle<Float> FOUR_ON = SimdKernels.turned(WIDTH, 4);
  private static final VectorShuffle<Float> TWO_ON = SimdKernels.turned(WIDTH, 2);
  private static final VectorShuffle<Float> ONE_ON = SimdKernels.turned(WIDTH, 1);

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
    if (i == length) {
      return fold(lanes);
    }
    // Lanes beyond the end add 0, which changes no bit, as no partial sum is ever -0.
    var within = WIDTH.indexInRange(i, length);
    var products =
        FloatVector.fromArray(WIDTH, a, aOffset + i, within)
            .mul(FloatVector.fromArray(WIDTH, b, bOffset + i, within));
    return fold(lanes.add(products));
  }

  @Override
  public void dots(
      float[] x,
      int xOffset,
      int stride,
      int rows,
      float[] y,
      int yOffset,
      int length,
      float[] into,
      int intoOffset) {
    if (length % LANES != 0) {
      TWIN.dots(x, xOffset, stride, rows, y, yOffset, length, into, intoOffset);
      return;
    }
    var partials = new float[4 * Math.min(rows, BATCH)];
    for (int from = 0; from < rows; from += BATCH) {
      int count = Math.min(BATCH, rows - from);
      partials(x, xOffset + from * stride, stride, count, y, yOffset, length, partials);
      SimdKernels.fold(partials, into, intoOffset + from, count);
    }
  }

  private static void partials(
      float[] x,
      int xOffset,
      int stride,
      int rows,
      float[] y,
      int yOffset,
      int length,
      float[] partials) {
    int at = xOffset;
    for (int row = 0; row < rows; row++) {
      var lanes = FloatVector.zero(WIDTH);
      for (int i = 0; i < length; i += LANES) {
        lanes =
            FloatVector.fromArray(WIDTH, x, at + i)
                .fma(FloatVector.fromArray(WIDTH, y, yOffset + i), lanes);
      }
      quarter(lanes).intoArray(partials, 4 * row);
      at += stride;
    }
  }

  @Override
  public float sum(float[] a, int offset, int length) {
    var lanes = FloatVector.zero(WIDTH);
    int i = 0;
    for (int end = length - length % LANES; i < end; i += LANES) {
      lanes = lanes.add(FloatVector.fromArray(WIDTH, a, offset + i));
    }
    if (i == length) {
      return fold(lanes);
    }
    var within = WIDTH.indexInRange(i, length);
    return fold(lanes.add(FloatVector.fromArray(WIDTH, a, offset + i, within)));
  }

  private static float fold(FloatVector lanes) {
    var four = lanes.add(lanes.rearrange(EIGHT_ON));
    four = four.add(four.rearrange(FOUR_ON));
    var two = four.add(four.rearrange(TWO_ON));
    return two.add(two.rearrange(ONE_ON)).lane(0);
  }

  /// Folds sixteen partial sums into four; faster than by shuffles.
  private static FloatVector quarter(FloatVector lanes) {
    var low = (FloatVector) lanes.reinterpretShape(FloatVector.SPECIES_256, 0);
    var high = (FloatVector) lanes.reinterpretShape(FloatVector.SPECIES_256, 1);
    return SimdKernels.halve256(low.add(high));
  }
}
