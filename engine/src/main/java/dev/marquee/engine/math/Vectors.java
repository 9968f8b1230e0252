package dev.marquee.engine.math;

import dev.marquee.engine.math.simd.Kernels;

/// Sums and products of `float` vectors that stand anywhere in an array.
///
/// Every result has the same bits on every machine, before and after compilation and with any
/// vector width (see [Kernels]), so that training can be repeated and feature rows replay to the
/// bit. NaN stays NaN, with unspecified payload.
///
/// An offset and a length that leave the array are refused with [IndexOutOfBoundsException], after
/// a part may have been written.
public final class Vectors {

  private static final Kernels KERNELS = Kernels.choose();

  private Vectors() {}

  /// What runs here, for a log line: `Simd512[]` … or `ScalarKernels[]`, where the vector module is
  /// missing or the machine has no vectors.
  public static String kernels() {
    return KERNELS.toString();
  }

  /// The inner product of two vectors.
  public static float dot(float[] a, int aOffset, float[] b, int bOffset, int length) {
    return KERNELS.dot(a, aOffset, b, bOffset, length);
  }

  /// The inner products of `rows` vectors with one, several under way at a time; by fused
  /// multiply-add, so that the last bit may differ from [#dot].
  ///
  /// Row `k` of `x` begins at `xOffset + k · stride`; its product goes to `into[intoOffset + k]`.
  /// Fastest where `length` is a multiple of 16.
  public static void dots(
      float[] x,
      int xOffset,
      int stride,
      int rows,
      float[] y,
      int yOffset,
      int length,
      float[] into,
      int intoOffset) {
    KERNELS.dots(x, xOffset, stride, rows, y, yOffset, length, into, intoOffset);
  }

  /// The inner product of two whole arrays.
  ///
  /// @throws IllegalArgumentException where their lengths differ
  public static float dot(float[] a, float[] b) {
    if (a.length != b.length) {
      throw new IllegalArgumentException(
          "vectors of " + a.length + " and " + b.length + " elements have no inner product");
    }
    return KERNELS.dot(a, 0, b, 0, a.length);
  }

  /// The sum of a vector's elements.
  public static float sum(float[] a, int offset, int length) {
    return KERNELS.sum(a, offset, length);
  }

  /// The inner product of a vector with itself.
  public static float squaredNorm(float[] a, int offset, int length) {
    return KERNELS.dot(a, offset, a, offset, length);
  }

  /// Adds `scale · x` to `y`. The two may be one, at the same offset; else they must not overlap.
  public static void axpy(float scale, float[] x, int xOffset, float[] y, int yOffset, int length) {
    KERNELS.axpy(scale, x, xOffset, y, yOffset, length);
  }

  /// Adds four scaled vectors of `x` to `y`, which must not overlap them: the bits of four times
  /// [#axpy] in order, with a quarter of the traffic on `y`.
  ///
  /// @param scales four
  /// @param xOffsets four
  public static void axpy4(
      float[] scales, float[] x, int[] xOffsets, float[] y, int yOffset, int length) {
    KERNELS.axpy4(scales, x, xOffsets, y, yOffset, length);
  }

  /// Multiplies a vector by `scale`, in place.
  public static void scale(float scale, float[] x, int offset, int length) {
    KERNELS.scale(scale, x, offset, length);
  }

  /// One step of Adagrad: `squares += g²`, then `weights -= rate · g / (√squares + epsilon)`.
  ///
  /// @param offset where both `squares` and `weights` begin
  public static void adagrad(
      float rate,
      float epsilon,
      float[] gradient,
      int gradientOffset,
      float[] squares,
      float[] weights,
      int offset,
      int length) {
    KERNELS.adagrad(rate, epsilon, gradient, gradientOffset, squares, weights, offset, length);
  }

  /// One step of Adam (Kingma and Ba, "Adam: A Method for Stochastic Optimization", 2015, algorithm
  /// 1 with the corrections moved into the step): `m += (1 - β₁)(g - m)`, `v += (1 - β₂)(g² - v)`,
  /// then `weights -= rate · c₁ · m / (√(c₂ · v) + ε)`.
  ///
  /// @param rates one for each element, from 0 on
  /// @param decays 1 - β₁, 1 - β₂, c₁ = 1 / (1 - β₁^t), c₂ = 1 / (1 - β₂^t), ε
  /// @param offset where `first` (m), `second` (v) and `weights` begin
  public static void adam(
      float[] rates,
      float[] decays,
      float[] gradient,
      int gradientOffset,
      float[] first,
      float[] second,
      float[] weights,
      int offset,
      int length) {
    KERNELS.adam(rates, decays, gradient, gradientOffset, first, second, weights, offset, length);
  }

  /// The greatest element; negative infinity where there is none.
  public static float max(float[] a, int offset, int length) {
    return KERNELS.max(a, offset, length);
  }

  /// Makes what is below zero zero, in place; a NaN stays.
  public static void atLeastZero(float[] a, int offset, int length) {
    KERNELS.atLeastZero(a, offset, length);
  }

  /// Makes each element `x` e^(x - shift), within 2e-7 of it relatively, in place. Below e^-87 the
  /// result stays there, about 1e-38.
  ///
  /// @param shift mostly the greatest element, so that nothing overflows
  public static void exp(float[] a, int offset, int length, float shift) {
    KERNELS.exp(a, offset, length, shift);
  }

  /// Makes each element (x - mean) · scale, at most `farthest` away from 0, in place; what is then
  /// no number becomes 0.
  ///
  /// @param mean by element, from 0 on
  /// @param scale by element, from 0 on
  public static void standardise(
      float[] mean, float[] scale, float farthest, float[] x, int offset, int length) {
    KERNELS.standardise(mean, scale, farthest, x, offset, length);
  }

  /// Makes each element its natural logarithm, of the same bits as [Logarithm#ln], in place.
  ///
  /// All must be positive, normal and finite.
  public static void ln(float[] a, int offset, int length) {
    KERNELS.ln(a, offset, length);
  }

  /// Adds `Σ scale_k · x_k` to `y`, row `k` of `x` being the `length` floats at `xOffset + k ·
  /// stride`.
  ///
  /// Row `k` goes into partial sum `k % 4` by fused multiply-add; `(0 + 2) + (1 + 3)` joins `y`.
  public static void combine(
      float[] scales,
      int scalesOffset,
      float[] x,
      int xOffset,
      int stride,
      int rows,
      float[] y,
      int yOffset,
      int length) {
    KERNELS.combine(scales, scalesOffset, x, xOffset, stride, rows, y, yOffset, length);
  }

  /// Adds to the 8 × `width` floats at `cOffset` the product `AᵀB`, or takes it away; `A` has 8
  /// columns, `B` has `width`, both have `rows` rows. Fused multiply-adds from the first row to the
  /// last make a sum that then joins `c`, whose place may not overlap what is read.
  static void products(
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
    KERNELS.products(
        a, aOffset, aStride, b, bOffset, bStride, rows, minus, c, cOffset, cStride, width);
  }

  /// Solves `UᵀY = C` for 8 rows of `width` columns, in place.
  ///
  /// @param u 8 × 8: what stands right of `U`'s diagonal, negated, and on it the diagonal's inverse
  static void eliminate(float[] u, float[] c, int offset, int stride, int width) {
    KERNELS.eliminate(u, c, offset, stride, width);
  }
}
