package dev.marquee.engine.math.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/// Sums with two vectors of eight partial sums.
public record Simd256() implements SimdKernels {

  private static final VectorSpecies<Float> WIDTH = FloatVector.SPECIES_256;

  private static final VectorShuffle<Float> FOUR_ON = SimdKernels.turned(WIDTH, 4);
  private static final VectorShuffle<Float> TWO_ON = SimdKernels.turned(WIDTH, 2);
  private static final VectorShuffle<Float> ONE_ON = SimdKernels.turned(WIDTH, 1);

  @Override
  public float dot(float[] a, int aOffset, float[] b, int bOffset, int length) {
    var low = FloatVector.zero(WIDTH);
    var high = FloatVector.zero(WIDTH);
    int i = 0;
    for (int end = length - length % LANES; i < end; i += LANES) {
      low = low.add(products(a, aOffset + i, b, bOffset + i));
      high = high.add(products(a, aOffset + i + 8, b, bOffset + i + 8));
    }
    if (i == length) {
      return fold(low.add(high));
    }
    var last = low.add(products(a, aOffset + i, b, bOffset + i, length - i));
    if (i + 8 >= length) {
      return fold(last.add(high));
    }
    return fold(
        last.add(high.add(products(a, aOffset + i + 8, b, bOffset + i + 8, length - i - 8))));
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
      var low = FloatVector.zero(WIDTH);
      var high = FloatVector.zero(WIDTH);
      for (int i = 0; i < length; i += LANES) {
        low = fma(x, at + i, y, yOffset + i, low);
        high = fma(x, at + i + 8, y, yOffset + i + 8, high);
      }
      SimdKernels.halve256(low.add(high)).intoArray(partials, 4 * row);
      at += stride;
    }
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
    if (i == length) {
      return fold(low.add(high));
    }
    var last = low.add(values(a, offset + i, length - i));
    if (i + 8 >= length) {
      return fold(last.add(high));
    }
    return fold(last.add(high.add(values(a, offset + i + 8, length - i - 8))));
  }

  private static float fold(FloatVector lanes) {
    var four = lanes.add(lanes.rearrange(FOUR_ON));
    var two = four.add(four.rearrange(TWO_ON));
    return two.add(two.rearrange(ONE_ON)).lane(0);
  }

  private static FloatVector fma(float[] a, int aOffset, float[] b, int bOffset, FloatVector sum) {
    return FloatVector.fromArray(WIDTH, a, aOffset)
        .fma(FloatVector.fromArray(WIDTH, b, bOffset), sum);
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
