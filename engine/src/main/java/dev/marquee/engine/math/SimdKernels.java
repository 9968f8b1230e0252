package dev.marquee.engine.math;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
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
  default void exp(float[] a, int offset, int length, float shift) {
    int i = 0;
    for (int end = PREFERRED.loopBound(length); i < end; i += PREFERRED.length()) {
      var held = FloatVector.fromArray(PREFERRED, a, offset + i).sub(shift).max(Exp.LEAST);
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
}
