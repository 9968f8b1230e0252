package dev.marquee.engine.math.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/// Sums with four vectors of four partial sums.
public record Simd128() implements SimdKernels {

  private static final VectorSpecies<Float> WIDTH = FloatVector.SPECIES_128;

  private static final VectorShuffle<Float> TWO_ON = SimdKernels.turned(WIDTH, 2);
  private static final VectorShuffle<Float> ONE_ON = SimdKernels.turned(WIDTH, 1);

  @Override
  public float dot(float[] a, int aOffset, float[] b, int bOffset, int length) {
    var lanes0 = FloatVector.zero(WIDTH);
    var lanes4 = FloatVector.zero(WIDTH);
    var lanes8 = FloatVector.zero(WIDTH);
    var lanes12 = FloatVector.zero(WIDTH);
    int i = 0;
    for (int end = length - length % LANES; i < end; i += LANES) {
      lanes0 = lanes0.add(products(a, aOffset + i, b, bOffset + i));
      lanes4 = lanes4.add(products(a, aOffset + i + 4, b, bOffset + i + 4));
      lanes8 = lanes8.add(products(a, aOffset + i + 8, b, bOffset + i + 8));
      lanes12 = lanes12.add(products(a, aOffset + i + 12, b, bOffset + i + 12));
    }
    if (i == length) {
      return fold(lanes0, lanes4, lanes8, lanes12);
    }
    var last0 = lanes0.add(products(a, aOffset + i, b, bOffset + i, length - i));
    if (i + 4 >= length) {
      return fold(last0, lanes4, lanes8, lanes12);
    }
    var last4 = lanes4.add(products(a, aOffset + i + 4, b, bOffset + i + 4, length - i - 4));
    if (i + 8 >= length) {
      return fold(last0, last4, lanes8, lanes12);
    }
    var last8 = lanes8.add(products(a, aOffset + i + 8, b, bOffset + i + 8, length - i - 8));
    if (i + 12 >= length) {
      return fold(last0, last4, last8, lanes12);
    }
    return fold(
        last0,
        last4,
        last8,
        lanes12.add(products(a, aOffset + i + 12, b, bOffset + i + 12, length - i - 12)));
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
      var lanes0 = FloatVector.zero(WIDTH);
      var lanes4 = FloatVector.zero(WIDTH);
      var lanes8 = FloatVector.zero(WIDTH);
      var lanes12 = FloatVector.zero(WIDTH);
      for (int i = 0; i < length; i += LANES) {
        lanes0 = fma(x, at + i, y, yOffset + i, lanes0);
        lanes4 = fma(x, at + i + 4, y, yOffset + i + 4, lanes4);
        lanes8 = fma(x, at + i + 8, y, yOffset + i + 8, lanes8);
        lanes12 = fma(x, at + i + 12, y, yOffset + i + 12, lanes12);
      }
      lanes0.add(lanes8).add(lanes4.add(lanes12)).intoArray(partials, 4 * row);
      at += stride;
    }
  }

  @Override
  public float sum(float[] a, int offset, int length) {
    var lanes0 = FloatVector.zero(WIDTH);
    var lanes4 = FloatVector.zero(WIDTH);
    var lanes8 = FloatVector.zero(WIDTH);
    var lanes12 = FloatVector.zero(WIDTH);
    int i = 0;
    for (int end = length - length % LANES; i < end; i += LANES) {
      lanes0 = lanes0.add(FloatVector.fromArray(WIDTH, a, offset + i));
      lanes4 = lanes4.add(FloatVector.fromArray(WIDTH, a, offset + i + 4));
      lanes8 = lanes8.add(FloatVector.fromArray(WIDTH, a, offset + i + 8));
      lanes12 = lanes12.add(FloatVector.fromArray(WIDTH, a, offset + i + 12));
    }
    if (i == length) {
      return fold(lanes0, lanes4, lanes8, lanes12);
    }
    var last0 = lanes0.add(values(a, offset + i, length - i));
    if (i + 4 >= length) {
      return fold(last0, lanes4, lanes8, lanes12);
    }
    var last4 = lanes4.add(values(a, offset + i + 4, length - i - 4));
    if (i + 8 >= length) {
      return fold(last0, last4, lanes8, lanes12);
    }
    var last8 = lanes8.add(values(a, offset + i + 8, length - i - 8));
    if (i + 12 >= length) {
      return fold(last0, last4, last8, lanes12);
    }
    return fold(last0, last4, last8, lanes12.add(values(a, offset + i + 12, length - i - 12)));
  }

  private static float fold(
      FloatVector lanes0, FloatVector lanes4, FloatVector lanes8, FloatVector lanes12) {
    var four = lanes0.add(lanes8).add(lanes4.add(lanes12));
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
