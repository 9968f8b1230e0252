package dev.marquee.engine.math.simd;

import dev.marquee.engine.math.Logarithm;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/// The code that all vector widths share: element-wise loops, whose bits do not depend on the
/// width, and the last folds of a sum.
///
/// Vector variables are never live where branches merge: there the compiler allocates them as
/// objects, and a loop takes four times as long. So each branch stores or returns its own result.
sealed interface SimdKernels extends Kernels permits Simd128, Simd256, Simd512 {

  VectorSpecies<Float> PREFERRED = FloatVector.SPECIES_PREFERRED;

  /// Inner products computed at a time.
  int BATCH = 64;

  /// For the elements after the last full vector.
  Kernels TWIN = new ScalarKernels();

  /// The widest that the machine has: wider ones run too, but 50 times slower.
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

  /// A rotation by `lanes` lanes. Folding a sum by it is twice as fast as extracting the lanes.
  static VectorShuffle<Float> turned(VectorSpecies<Float> width, int lanes) {
    return VectorShuffle.fromOp(width, lane -> (lane + lanes) % width.length());
  }

  /// Folds eight partial sums into four.
  static FloatVector halve256(FloatVector lanes) {
    var low = (FloatVector) lanes.reinterpretShape(FloatVector.SPECIES_128, 0);
    var high = (FloatVector) lanes.reinterpretShape(FloatVector.SPECIES_128, 1);
    return low.add(high);
  }

  /// Folds the four partial sums, in memory, of each of several products: 2 to 3 times as fast as
  /// extracting vector lanes.
  static void fold(float[] partials, float[] into, int offset, int count) {
    for (int i = 0; i < count; i++) {
      into[offset + i] =
          (partials[4 * i] + partials[4 * i + 2]) + (partials[4 * i + 1] + partials[4 * i + 3]);
    }
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

  @Override
  default void combine(
      float[] scales,
      int scalesOffset,
      float[] x,
      int xOffset,
      int stride,
      int rows,
      float[] y,
      int yOffset,
      int length) {
    int i = 0;
    for (int end = PREFERRED.loopBound(length); i < end; i += PREFERRED.length()) {
      var chain0 = FloatVector.zero(PREFERRED);
      var chain1 = FloatVector.zero(PREFERRED);
      var chain2 = FloatVector.zero(PREFERRED);
      var chain3 = FloatVector.zero(PREFERRED);
      int row = 0;
      int at = xOffset + i;
      for (; row + 4 <= rows; row += 4) {
        int four = scalesOffset + row;
        chain0 = fma(scales[four], x, at, chain0);
        chain1 = fma(scales[four + 1], x, at + stride, chain1);
        chain2 = fma(scales[four + 2], x, at + 2 * stride, chain2);
        chain3 = fma(scales[four + 3], x, at + 3 * stride, chain3);
        at += 4 * stride;
      }
      int s = scalesOffset + row;
      int left = rows - row;
      if (left == 0) {
        join(chain0, chain1, chain2, chain3, y, yOffset + i);
      } else {
        chain0 = fma(scales[s], x, at, chain0);
        if (left == 1) {
          join(chain0, chain1, chain2, chain3, y, yOffset + i);
        } else {
          chain1 = fma(scales[s + 1], x, at + stride, chain1);
          if (left == 2) {
            join(chain0, chain1, chain2, chain3, y, yOffset + i);
          } else {
            chain2 = fma(scales[s + 2], x, at + 2 * stride, chain2);
            join(chain0, chain1, chain2, chain3, y, yOffset + i);
          }
        }
      }
    }
    if (i < length) {
      TWIN.combine(scales, scalesOffset, x, xOffset + i, stride, rows, y, yOffset + i, length - i);
    }
  }

  private static void join(
      FloatVector sum0,
      FloatVector sum1,
      FloatVector sum2,
      FloatVector sum3,
      float[] y,
      int offset) {
    FloatVector.fromArray(PREFERRED, y, offset)
        .add(sum0.add(sum2).add(sum1.add(sum3)))
        .intoArray(y, offset);
  }

  private static FloatVector fma(float scale, float[] x, int offset, FloatVector sum) {
    return FloatVector.broadcast(PREFERRED, scale)
        .fma(FloatVector.fromArray(PREFERRED, x, offset), sum);
  }

  @Override
  default void products(
      float[] a,
      int aOffset,
      int aStride,
      float[] b,
      int bOffset,
      int bStride,
      int rows,
      boolean minus,
      float[] c,
      int cOffset,
      int cStride,
      int width) {
    int j = 0;
    for (int end = PREFERRED.loopBound(width); j < end; j += PREFERRED.length()) {
      var c0 = FloatVector.zero(PREFERRED);
      var c1 = FloatVector.zero(PREFERRED);
      var c2 = FloatVector.zero(PREFERRED);
      var c3 = FloatVector.zero(PREFERRED);
      var c4 = FloatVector.zero(PREFERRED);
      var c5 = FloatVector.zero(PREFERRED);
      var c6 = FloatVector.zero(PREFERRED);
      var c7 = FloatVector.zero(PREFERRED);
      int at = aOffset;
      int from = bOffset + j;
      for (int row = 0; row < rows; row++) {
        var v = FloatVector.fromArray(PREFERRED, b, from);
        c0 = FloatVector.broadcast(PREFERRED, a[at + 0]).fma(v, c0);
        c1 = FloatVector.broadcast(PREFERRED, a[at + 1]).fma(v, c1);
        c2 = FloatVector.broadcast(PREFERRED, a[at + 2]).fma(v, c2);
        c3 = FloatVector.broadcast(PREFERRED, a[at + 3]).fma(v, c3);
        c4 = FloatVector.broadcast(PREFERRED, a[at + 4]).fma(v, c4);
        c5 = FloatVector.broadcast(PREFERRED, a[at + 5]).fma(v, c5);
        c6 = FloatVector.broadcast(PREFERRED, a[at + 6]).fma(v, c6);
        c7 = FloatVector.broadcast(PREFERRED, a[at + 7]).fma(v, c7);
        at += aStride;
        from += bStride;
      }
      join(c0, minus, c, cOffset + 0 * cStride + j);
      join(c1, minus, c, cOffset + 1 * cStride + j);
      join(c2, minus, c, cOffset + 2 * cStride + j);
      join(c3, minus, c, cOffset + 3 * cStride + j);
      join(c4, minus, c, cOffset + 4 * cStride + j);
      join(c5, minus, c, cOffset + 5 * cStride + j);
      join(c6, minus, c, cOffset + 6 * cStride + j);
      join(c7, minus, c, cOffset + 7 * cStride + j);
    }
    if (j < width) {
      TWIN.products(
          a,
          aOffset,
          aStride,
          b,
          bOffset + j,
          bStride,
          rows,
          minus,
          c,
          cOffset + j,
          cStride,
          width - j);
    }
  }

  private static void join(FloatVector sum, boolean minus, float[] c, int offset) {
    var before = FloatVector.fromArray(PREFERRED, c, offset);
    if (minus) {
      before.sub(sum).intoArray(c, offset);
    } else {
      before.add(sum).intoArray(c, offset);
    }
  }

  @Override
  default void eliminate(float[] u, float[] c, int offset, int stride, int width) {
    int j = 0;
    for (int end = PREFERRED.loopBound(width); j < end; j += PREFERRED.length()) {
      int at = offset + j;
      var y0 = FloatVector.fromArray(PREFERRED, c, at);
      y0 = y0.mul(u[0]);
      y0.intoArray(c, at);
      var y1 = FloatVector.fromArray(PREFERRED, c, at + stride);
      y1 = FloatVector.broadcast(PREFERRED, u[1]).fma(y0, y1);
      y1 = y1.mul(u[9]);
      y1.intoArray(c, at + stride);
      var y2 = FloatVector.fromArray(PREFERRED, c, at + 2 * stride);
      y2 = FloatVector.broadcast(PREFERRED, u[2]).fma(y0, y2);
      y2 = FloatVector.broadcast(PREFERRED, u[10]).fma(y1, y2);
      y2 = y2.mul(u[18]);
      y2.intoArray(c, at + 2 * stride);
      var y3 = FloatVector.fromArray(PREFERRED, c, at + 3 * stride);
      y3 = FloatVector.broadcast(PREFERRED, u[3]).fma(y0, y3);
      y3 = FloatVector.broadcast(PREFERRED, u[11]).fma(y1, y3);
      y3 = FloatVector.broadcast(PREFERRED, u[19]).fma(y2, y3);
      y3 = y3.mul(u[27]);
      y3.intoArray(c, at + 3 * stride);
      var y4 = FloatVector.fromArray(PREFERRED, c, at + 4 * stride);
      y4 = FloatVector.broadcast(PREFERRED, u[4]).fma(y0, y4);
      y4 = FloatVector.broadcast(PREFERRED, u[12]).fma(y1, y4);
      y4 = FloatVector.broadcast(PREFERRED, u[20]).fma(y2, y4);
      y4 = FloatVector.broadcast(PREFERRED, u[28]).fma(y3, y4);
      y4 = y4.mul(u[36]);
      y4.intoArray(c, at + 4 * stride);
      var y5 = FloatVector.fromArray(PREFERRED, c, at + 5 * stride);
      y5 = FloatVector.broadcast(PREFERRED, u[5]).fma(y0, y5);
      y5 = FloatVector.broadcast(PREFERRED, u[13]).fma(y1, y5);
      y5 = FloatVector.broadcast(PREFERRED, u[21]).fma(y2, y5);
      y5 = FloatVector.broadcast(PREFERRED, u[29]).fma(y3, y5);
      y5 = FloatVector.broadcast(PREFERRED, u[37]).fma(y4, y5);
      y5 = y5.mul(u[45]);
      y5.intoArray(c, at + 5 * stride);
      var y6 = FloatVector.fromArray(PREFERRED, c, at + 6 * stride);
      y6 = FloatVector.broadcast(PREFERRED, u[6]).fma(y0, y6);
      y6 = FloatVector.broadcast(PREFERRED, u[14]).fma(y1, y6);
      y6 = FloatVector.broadcast(PREFERRED, u[22]).fma(y2, y6);
      y6 = FloatVector.broadcast(PREFERRED, u[30]).fma(y3, y6);
      y6 = FloatVector.broadcast(PREFERRED, u[38]).fma(y4, y6);
      y6 = FloatVector.broadcast(PREFERRED, u[46]).fma(y5, y6);
      y6 = y6.mul(u[54]);
      y6.intoArray(c, at + 6 * stride);
      var y7 = FloatVector.fromArray(PREFERRED, c, at + 7 * stride);
      y7 = FloatVector.broadcast(PREFERRED, u[7]).fma(y0, y7);
      y7 = FloatVector.broadcast(PREFERRED, u[15]).fma(y1, y7);
      y7 = FloatVector.broadcast(PREFERRED, u[23]).fma(y2, y7);
      y7 = FloatVector.broadcast(PREFERRED, u[31]).fma(y3, y7);
      y7 = FloatVector.broadcast(PREFERRED, u[39]).fma(y4, y7);
      y7 = FloatVector.broadcast(PREFERRED, u[47]).fma(y5, y7);
      y7 = FloatVector.broadcast(PREFERRED, u[55]).fma(y6, y7);
      y7 = y7.mul(u[63]);
      y7.intoArray(c, at + 7 * stride);
    }
    if (j < width) {
      TWIN.eliminate(u, c, offset + j, stride, width - j);
    }
  }

  @Override
  default void adagrad(
      float rate,
      float epsilon,
      float[] gradient,
      int gradientOffset,
      float[] squares,
      float[] weights,
      int offset,
      int length) {
    int i = 0;
    for (int end = PREFERRED.loopBound(length); i < end; i += PREFERRED.length()) {
      var slope = FloatVector.fromArray(PREFERRED, gradient, gradientOffset + i);
      var square = FloatVector.fromArray(PREFERRED, squares, offset + i).add(slope.mul(slope));
      square.intoArray(squares, offset + i);
      FloatVector.fromArray(PREFERRED, weights, offset + i)
          .sub(slope.mul(rate).div(square.lanewise(VectorOperators.SQRT).add(epsilon)))
          .intoArray(weights, offset + i);
    }
    for (; i < length; i++) {
      float slope = gradient[gradientOffset + i];
      float square = squares[offset + i] + slope * slope;
      squares[offset + i] = square;
      weights[offset + i] -= rate * slope / ((float) Math.sqrt(square) + epsilon);
    }
  }

  @Override
  default void adam(
      float[] rates,
      float[] decays,
      float[] gradient,
      int gradientOffset,
      float[] first,
      float[] second,
      float[] weights,
      int offset,
      int length) {
    int i = 0;
    for (int end = PREFERRED.loopBound(length); i < end; i += PREFERRED.length()) {
      var slope = FloatVector.fromArray(PREFERRED, gradient, gradientOffset + i);
      var m = FloatVector.fromArray(PREFERRED, first, offset + i);
      m = slope.sub(m).fma(FloatVector.broadcast(PREFERRED, decays[0]), m);
      var v = FloatVector.fromArray(PREFERRED, second, offset + i);
      v = slope.mul(slope).sub(v).fma(FloatVector.broadcast(PREFERRED, decays[1]), v);
      m.intoArray(first, offset + i);
      v.intoArray(second, offset + i);
      var size = v.mul(decays[3]).lanewise(VectorOperators.SQRT).add(decays[4]);
      var step = FloatVector.fromArray(PREFERRED, rates, i).mul(m.mul(decays[2])).div(size);
      FloatVector.fromArray(PREFERRED, weights, offset + i)
          .sub(step)
          .intoArray(weights, offset + i);
    }
    for (; i < length; i++) {
      float slope = gradient[gradientOffset + i];
      float m = Math.fma(decays[0], slope - first[offset + i], first[offset + i]);
      float v = Math.fma(decays[1], slope * slope - second[offset + i], second[offset + i]);
      first[offset + i] = m;
      second[offset + i] = v;
      float size = (float) Math.sqrt(v * decays[3]) + decays[4];
      weights[offset + i] -= rates[i] * (m * decays[2]) / size;
    }
  }

  @Override
  default float max(float[] a, int offset, int length) {
    var lanes = FloatVector.broadcast(PREFERRED, Float.NEGATIVE_INFINITY);
    int i = 0;
    for (int end = PREFERRED.loopBound(length); i < end; i += PREFERRED.length()) {
      lanes = lanes.max(FloatVector.fromArray(PREFERRED, a, offset + i));
    }
    float max = lanes.reduceLanes(VectorOperators.MAX);
    for (; i < length; i++) {
      max = Math.max(max, a[offset + i]);
    }
    return max;
  }

  @Override
  default void atLeastZero(float[] a, int offset, int length) {
    int i = 0;
    for (int end = PREFERRED.loopBound(length); i < end; i += PREFERRED.length()) {
      FloatVector.fromArray(PREFERRED, a, offset + i).max(0).intoArray(a, offset + i);
    }
    for (; i < length; i++) {
      a[offset + i] = Math.max(a[offset + i], 0);
    }
  }

  @Override
  default void exp(float[] a, int offset, int length, float shift) {
    int i = 0;
    for (int end = PREFERRED.loopBound(length); i < end; i += PREFERRED.length()) {
      var held = FloatVector.fromArray(PREFERRED, a, offset + i).sub(shift).max(Exp.MIN);
      var round = FloatVector.broadcast(PREFERRED, Exp.ROUND);
      var shifted = held.fma(FloatVector.broadcast(PREFERRED, Exp.LOG2_E), round);
      var n = shifted.sub(round);
      var r =
          n.fma(
              FloatVector.broadcast(PREFERRED, -Exp.LN2_LOW),
              n.fma(FloatVector.broadcast(PREFERRED, -Exp.LN2_HIGH), held));
      var p = FloatVector.broadcast(PREFERRED, Exp.P0);
      p = p.fma(r, FloatVector.broadcast(PREFERRED, Exp.P1));
      p = p.fma(r, FloatVector.broadcast(PREFERRED, Exp.P2));
      p = p.fma(r, FloatVector.broadcast(PREFERRED, Exp.P3));
      p = p.fma(r, FloatVector.broadcast(PREFERRED, Exp.P4));
      p = p.fma(r, FloatVector.broadcast(PREFERRED, Exp.P5));
      var y = p.fma(r.mul(r), r).add(1f);
      var power =
          shifted
              .reinterpretAsInts()
              .sub(Exp.ROUND_BITS)
              .add(127)
              .lanewise(VectorOperators.LSHL, 23)
              .reinterpretAsFloats();
      y.mul(power).intoArray(a, offset + i);
    }
    for (; i < length; i++) {
      a[offset + i] = Kernels.exp(a[offset + i] - shift);
    }
  }

  @Override
  default void standardise(
      float[] mean, float[] scale, float farthest, float[] x, int offset, int length) {
    int i = 0;
    for (int end = PREFERRED.loopBound(length); i < end; i += PREFERRED.length()) {
      var standard =
          FloatVector.fromArray(PREFERRED, x, offset + i)
              .sub(FloatVector.fromArray(PREFERRED, mean, i))
              .mul(FloatVector.fromArray(PREFERRED, scale, i));
      standard
          .blend(0, standard.test(VectorOperators.IS_NAN))
          .min(farthest)
          .max(-farthest)
          .intoArray(x, offset + i);
    }
    for (; i < length; i++) {
      x[offset + i] = Kernels.standard(x[offset + i], mean[i], scale[i], farthest);
    }
  }

  /// The steps of [Logarithm#ln], each rounded as there.
  @Override
  default void ln(float[] a, int offset, int length) {
    int i = 0;
    for (int end = PREFERRED.loopBound(length); i < end; i += PREFERRED.length()) {
      var bits = FloatVector.fromArray(PREFERRED, a, offset + i).reinterpretAsInts();
      var whole = bits.and(Logarithm.MANTISSA).or(Logarithm.BITS_OF_1).reinterpretAsFloats();
      var isHalved = whole.compare(VectorOperators.GT, Logarithm.FOLD);
      var m = whole.blend(whole.mul(0.5f), isHalved);
      var power =
          (FloatVector)
              bits.lanewise(VectorOperators.LSHR, Logarithm.MANTISSA_BITS)
                  .sub(Logarithm.BIAS)
                  .convert(VectorOperators.I2F, 0);
      var exponent = power.blend(power.add(1f), isHalved);
      var s = m.sub(1f).div(m.add(1f));
      var s2 = s.mul(s);
      var series =
          s2.mul(1 / 9f).add(1 / 7f).mul(s2).add(1 / 5f).mul(s2).add(1 / 3f).mul(s2).add(1f);
      exponent.mul(Logarithm.LN_2).add(s.mul(2f).mul(series)).intoArray(a, offset + i);
    }
    for (; i < length; i++) {
      a[offset + i] = Logarithm.ln(a[offset + i]);
    }
  }
}
