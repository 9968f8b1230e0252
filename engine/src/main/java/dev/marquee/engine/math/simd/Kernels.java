package dev.marquee.engine.math.simd;

/// The loops behind [Vectors][dev.marquee.engine.math.Vectors], once per vector width, all with the
/// same bits as [ScalarKernels].
///
/// A sum has [#LANES] partial sums: element `i` is added to partial sum `i % LANES`. These are then
/// folded by halves: 16 into 8, into 4, into 2, into 1. The methods of the first group round a
/// product before it is added. Those of the second group, for expensive work, use fused
/// multiply-add, as `Math.fma` does; without the vector module, on a machine without that
/// instruction, they are slow.
public interface Kernels {

  /// Number of partial sums of a sum: the width of the widest vectors, which narrower ones can
  /// emulate.
  int LANES = 16;

  /// Rows of the result of [#products]: all machines have registers for as many sums.
  int TILE = 8;

  float dot(float[] a, int aOffset, float[] b, int bOffset, int length);

  void dots(
      float[] x,
      int xOffset,
      int stride,
      int rows,
      float[] y,
      int yOffset,
      int length,
      float[] into,
      int intoOffset);

  float sum(float[] a, int offset, int length);

  void axpy(float scale, float[] x, int xOffset, float[] y, int yOffset, int length);

  void axpy4(float[] scales, float[] x, int[] xOffsets, float[] y, int yOffset, int length);

  void scale(float scale, float[] x, int offset, int length);

  void adagrad(
      float rate,
      float epsilon,
      float[] gradient,
      int gradientOffset,
      float[] squares,
      float[] weights,
      int offset,
      int length);

  void adam(
      float[] rates,
      float[] decays,
      float[] gradient,
      int gradientOffset,
      float[] first,
      float[] second,
      float[] weights,
      int offset,
      int length);

  float max(float[] a, int offset, int length);

  void atLeastZero(float[] a, int offset, int length);

  void exp(float[] a, int offset, int length, float shift);

  void standardise(float[] mean, float[] scale, float farthest, float[] x, int offset, int length);

  /// One element of [#standardise].
  static float standard(float x, float mean, float scale, float farthest) {
    float standard = (x - mean) * scale;
    return Float.isNaN(standard) ? 0 : Math.max(-farthest, Math.min(standard, farthest));
  }

  void ln(float[] a, int offset, int length);

  /// e^x by Cody and Waite's reduction and a polynomial: every step is exact or fused, so that the
  /// vector form has the same bits.
  static float exp(float x) {
    float held = Math.max(x, Exp.MIN);
    float shifted = Math.fma(held, Exp.LOG2_E, Exp.ROUND);
    float n = shifted - Exp.ROUND;
    float r = Math.fma(n, -Exp.LN2_LOW, Math.fma(n, -Exp.LN2_HIGH, held));
    float p = Exp.P0;
    p = Math.fma(p, r, Exp.P1);
    p = Math.fma(p, r, Exp.P2);
    p = Math.fma(p, r, Exp.P3);
    p = Math.fma(p, r, Exp.P4);
    p = Math.fma(p, r, Exp.P5);
    float y = Math.fma(p, r * r, r) + 1;
    int exponent = Float.floatToRawIntBits(shifted) - Exp.ROUND_BITS;
    return y * Float.intBitsToFloat((exponent + 127) << 23);
  }

  /// Constants of [#exp(float)], from Cephes' `expf`.
  final class Exp {
    /// Below this, the result is 1.2e-38, the least normal number.
    static final float MIN = -87.33f;

    static final float LOG2_E = 1.442695f;
    static final float LN2_HIGH = 0.6933594f;
    static final float LN2_LOW = -2.1219444e-4f;

    /// 1.5 · 2^23: adding it rounds to a whole number, which is then in the low bits.
    static final float ROUND = 12_582_912f;

    static final int ROUND_BITS = Float.floatToRawIntBits(ROUND);
    static final float P0 = 1.9875691e-4f;
    static final float P1 = 0.0013981999f;
    static final float P2 = 0.008333452f;
    static final float P3 = 0.041665796f;
    static final float P4 = 0.16666666f;
    static final float P5 = 0.5f;

    private Exp() {}
  }

  void combine(
      float[] scales,
      int scalesOffset,
      float[] x,
      int xOffset,
      int stride,
      int rows,
      float[] y,
      int yOffset,
      int length);

  void products(
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
      int width);

  void eliminate(float[] u, float[] c, int offset, int stride, int width);

  /// Chooses the widest kernels that this machine runs natively.
  static Kernels choose() {
    // An embedder may have forgotten --add-modules jdk.incubator.vector.
    if (ModuleLayer.boot().findModule("jdk.incubator.vector").isEmpty()) {
      return new ScalarKernels();
    }
    return SimdKernels.choose();
  }
}
