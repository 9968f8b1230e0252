package dev.marquee.engine.math;

/// A natural logarithm that gives the same bits on every machine, interpreted or compiled.
///
/// Replayed feature rows are compared for identical bits, possibly on another machine; `Math.log`
/// may differ by machine and `StrictMath.log` takes three times as long.
public final class Logarithm {

  public static final float LN_2 = (float) 0.6931471805599453;

  // The layout of a float.
  public static final int MANTISSA_BITS = 23;
  public static final int MANTISSA = 0x7fffff;
  public static final int BITS_OF_1 = 0x3f800000;
  public static final int BIAS = 127;

  /// √2: a greater mantissa is halved.
  public static final float FOLD = 1.4142135f;

  private Logarithm() {}

  /// ln(x) within 2e-7 of the true value relative to max(1, |ln x|).
  ///
  /// @param x a positive, normal, finite number
  public static float ln(float x) {
    int bits = Float.floatToRawIntBits(x);
    int exponent = (bits >> MANTISSA_BITS) - BIAS;
    float mantissa = Float.intBitsToFloat((bits & MANTISSA) | BITS_OF_1);
    if (mantissa > FOLD) {
      mantissa *= 0.5f;
      exponent++;
    }
    // ln m = 2 artanh((m - 1) / (m + 1)), |s| < 0.172
    float s = (mantissa - 1) / (mantissa + 1);
    float s2 = s * s;
    float series = 1 + s2 * (1 / 3f + s2 * (1 / 5f + s2 * (1 / 7f + s2 * (1 / 9f))));
    return exponent * LN_2 + 2 * s * series;
  }

  /// ln(1 + x) for counts and ages: x of at least 0.
  public static float ln1p(float x) {
    return ln(1 + x);
  }

  /// ln(p / (1 - p)) for a p inside (0, 1).
  public static float logit(float p) {
    return ln(p / (1 - p));
  }
}
