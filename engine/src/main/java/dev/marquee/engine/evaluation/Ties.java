package dev.marquee.engine.evaluation;

import dev.marquee.engine.math.Hashing;
import java.util.Arrays;

/// Orders equal scores by a fixed permutation, independent of labels and order of arrival.
public final class Ties {

  private Ties() {}

  static int order(int index) {
    return (int) (Hashing.mix(0x7469, index) >>> 32);
  }

  /// A permutation of the numbers below `size` that depends on the seed only; among equal scores
  /// the earlier one wins.
  public static int[] permutation(int size, long seed) {
    var keys = new long[size];
    for (int i = 0; i < size; i++) {
      keys[i] = (Hashing.mix(seed, i) & 0xFFFF_FFFF_0000_0000L) | i;
    }
    Arrays.sort(keys);
    var order = new int[size];
    Arrays.setAll(order, i -> (int) keys[i]);
    return order;
  }
}
