package dev.marquee.engine.math;

import dev.marquee.engine.math.simd.Kernels;

/// Sums and products of `float` vectors, each a range of an array.
///
/// Every result has the same bits on every machine, before and after compilation and with any
/// vector width (see [Kernels]), so that training is reproducible and feature rows replay bit for
/// bit. NaN stays NaN, with unspecified payload.
///
/// An offset and a length outside the array throw [IndexOutOfBoundsException]; a part may have been
/// written before.
public final class Vectors {

  private static final Kernels KERNELS = Kernels.choose();

  private Vectors() {}

  /// The kernels in use, for a log line: `Simd512[]` …, or `ScalarKernels[]` where the vector
  /// module is missing or the machine has no SIMD.
  public static String kernels() {
    return KERNELS.toString();
  }

  /// The inner product of two vectors.
  public static float dot(float[] a, int aOffset, float[] b, int bOffset, int length) {
    return KERNELS.dot(a, aOffset, b, bOffset, length);
  }

  /// The inner products of `rows` vectors with one, several at a time; by fused multiply-add, so
  /// that the last bit may differ from [#dot].
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

  /// Adds `scale · x` to `y`. The two may be the same vector; else they must not overlap.
  public static void axpy(float scale, float[] x, int xOffset, float[] y, int yOffset, int length) {
    KERNELS.axpy(scale, x, xOffset, y, yOffset, length);
  }

  /// Adds four scaled vectors of `x` to `y`, which must not overlap them: the same bits as four
  /// calls of [#axpy] in order, with a quarter of the memory traffic on `y`.
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

  /// ReLU: replaces negative elements by 0, in place; NaN stays.
  public static void atLeastZero(float[] a, int offset, int length) {
    KERNELS.atLeastZero(a, offset, length);
  }

  /// Replaces each element `x` by e^(x - shift), with a relative error of at most 2e-7, in place.
  /// The result is at least e^-87, about 1e-38.
  ///
  /// @param shift usually the greatest element, so that nothing overflows
  public static void exp(float[] a, int offset, int length, float shift) {
    KERNELS.exp(a, offset, length, shift);
  }

  /// Replaces each element `x` by (x - mean) · scale, clipped to ±`farthest`, in place; NaN becomes
  /// 0.
  ///
  /// @param mean by element, from 0 on
  /// @param scale by element, from 0 on
  public static void standardise(
      float[] mean, float[] scale, float farthest, float[] x, int offset, int length) {
    KERNELS.standardise(mean, scale, farthest, x, offset, length);
  }

  /// Replaces each element by its natural logarithm, with the same bits as [Logarithm#ln], in
  /// place.
  ///
  /// All must be positive, normal and finite.
  public static void ln(float[] a, int offset, int length) {
    KERNELS.ln(a, offset, length);
  }

  /// Adds `Σ scale_k · x_k` to `y`, row `k` of `x` being the `length` floats at `xOffset + k ·
  /// stride`.
  ///
  /// Row `k` is added to partial sum `k % 4` by fused multiply-add; `(0 + 2) + (1 + 3)` is added to
  /// `y`.
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

  /// Adds the product `AᵀB` to the 8 × `width` floats at `cOffset`, or subtracts it; `A` has 8
  /// columns, `B` has `width`, both have `rows` rows. Each element is summed by fused multiply-adds
  /// from the first row to the last, and the sum is then added to `c`, which must not overlap `A`
  /// or `B`.
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
  /// @param u 8 × 8: on the diagonal the inverses of `U`'s diagonal; right of it `U` negated
  static void eliminate(float[] u, float[] c, int offset, int stride, int width) {
    KERNELS.eliminate(u, c, offset, stride, width);
  }
}
