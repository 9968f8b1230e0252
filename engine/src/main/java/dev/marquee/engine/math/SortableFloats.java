package dev.marquee.engine.math;

/// Floats as ints of the same order, so that a score and its id sort as one `long`.
public final class SortableFloats {

  private SortableFloats() {}

  /// An int that compares as the float does; -0 and 0 become equal. NaN has no place in the order.
  public static int bits(float value) {
    int bits = Float.floatToIntBits(value + 0.0f);
    return bits ^ ((bits >> 31) & Integer.MAX_VALUE);
  }

  /// The float of some [#bits].
  public static float value(int bits) {
    return Float.intBitsToFloat(bits ^ ((bits >> 31) & Integer.MAX_VALUE));
  }
}
