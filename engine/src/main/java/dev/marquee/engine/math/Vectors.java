package dev.marquee.engine.math;

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

  /// The greatest element; negative infinity where there is none.
  public static float max(float[] a, int offset, int length) {
    return KERNELS.max(a, offset, length);
  }

  /// Makes each element `x` e^(x - shift), within 2e-7 of it relatively, in place. Below e^-87 the
  /// result stays there, about 1e-38.
  ///
  /// @param shift mostly the greatest element, so that nothing overflows
  public static void exp(float[] a, int offset, int length, float shift) {
    KERNELS.exp(a, offset, length, shift);
  }
}
