package dev.marquee.engine.math;

/// A running 64-bit digest of numbers in order, such as the feature rows that a feed was served
/// with.
///
/// Two streams that differ in exactly one number never have the same digest; other different
/// streams collide with probability 2^-64. Floats are digested by their bits: -0 is not 0, every
/// NaN is the same. Not cryptographic. The rounds are those of xxHash's XXH64, one lane; the result
/// is finished by [Hashing#mix(long)] together with the count. Not safe for use by many threads.
public final class Digest {

  private static final long PRIME_1 = 0x9E3779B185EBCA87L;
  private static final long PRIME_2 = 0xC2B2AE3D27D4EB4FL;

  private long state;
  private long count;

  /// Adds a number.
  public void add(long value) {
    state = Long.rotateLeft(state + value * PRIME_2, 31) * PRIME_1;
    count++;
  }

  /// Adds a row of floats.
  public void add(float[] row, int offset, int length) {
    for (int i = offset; i < offset + length; i++) {
      add(Float.floatToIntBits(row[i]));
    }
  }

  /// Adds a row of ints.
  public void add(int[] row, int offset, int length) {
    for (int i = offset; i < offset + length; i++) {
      add(row[i]);
    }
  }

  /// The digest of all numbers so far; more may follow.
  public long value() {
    return Hashing.mix(state, count);
  }
}
