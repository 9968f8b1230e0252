package dev.marquee.engine.math;

/// 64-bit hashes that are the same on every machine and in every version, as files contain them.
///
/// Not cryptographic: anyone who chooses the input can make two collide. Among `n` distinct inputs
/// expect n² / 2^65 collisions, so 64 bits are too few for unique names of 10^10 things.
public final class Hashing {

  /// The golden ratio in 64 bits: spreads small numbers, and keeps 0 from hashing to 0.
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  private Hashing() {}

  /// A hash of one number, and a bijection: distinct numbers have distinct hashes.
  ///
  /// One step of SplitMix64 (Steele, Lea and Flood, 2014).
  public static long mix(long value) {
    long z = value + GOLDEN;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  /// A hash of an ordered pair: of a feature cross, or of a value and a seed.
  public static long mix(long first, long second) {
    return mix(mix(first) ^ second);
  }

  /// A hash of a string's UTF-16 units.
  public static long ofString(CharSequence text) {
    var digest = new Digest();
    int length = text.length();
    int i = 0;
    for (; i + 4 <= length; i += 4) {
      digest.add(
          text.charAt(i)
              | (long) text.charAt(i + 1) << 16
              | (long) text.charAt(i + 2) << 32
              | (long) text.charAt(i + 3) << 48);
    }
    for (; i < length; i++) {
      digest.add((long) text.charAt(i));
    }
    return digest.value();
  }

  /// The bucket of a hash among `buckets` equally likely buckets.
  ///
  /// Takes the high bits of a product instead of a remainder, which is slower and favours low
  /// buckets (Lemire, 2019).
  public static int bucket(long hash, int buckets) {
    return (int) Math.unsignedMultiplyHigh(hash, buckets);
  }
}
