package dev.marquee.engine.evaluation;

import dev.marquee.engine.math.Hashing;

/// Orders equal scores by a fixed permutation that knows no label and no order of arrival.
final class Ties {

  private Ties() {}

  static int order(int index) {
    return (int) (Hashing.mix(0x7469, index) >>> 32);
  }
}
