package dev.marquee.engine.catalog;

import dev.marquee.engine.events.ContentVector;
import dev.marquee.engine.math.Hashing;

/// In which regions of the space of its encoder a video's vector lies, as hashed categories: what
/// models that read categories can learn of content.
///
/// A region is one of 2^[#PLANES] that random planes through the origin cut the space into
/// (SimHash; Charikar, "Similarity Estimation Techniques from Rounding Algorithms", 2002). Vectors
/// at an angle of θ lie in the same one with probability (1 - θ / π)^[#PLANES]; so that neighbours
/// who are parted by one plane meet elsewhere, the space is cut [#CUTS] times.
final class LshBuckets {

  static final int CUTS = 4;
  static final int PLANES = 6;

  private static final long SEED = 0x5EED0FC07E27L;

  private LshBuckets() {}

  /// One hash for each cut, the same in every process. Takes [#CUTS] · [#PLANES] additions for each
  /// of the vector's floats.
  static int[] of(ContentVector vector) {
    int[] regions = new int[CUTS];
    for (int cut = 0; cut < CUTS; cut++) {
      int region = cut;
      for (int plane = 0; plane < PLANES; plane++) {
        region = 2 * region + (isAbove(vector, cut * PLANES + plane) ? 1 : 0);
      }
      regions[cut] = (int) Hashing.mix(SEED, region);
    }
    return regions;
  }

  /// Whether a vector lies above a plane, whose normal's coordinates are 1 or -1 by chance.
  private static boolean isAbove(ContentVector vector, int plane) {
    double sum = 0;
    long signs = 0;
    for (int k = 0; k < vector.length(); k++) {
      signs = k % Long.SIZE == 0 ? Hashing.mix(SEED + plane, k) : signs >>> 1;
      sum += (signs & 1) == 0 ? vector.get(k) : -vector.get(k);
    }
    return sum > 0;
  }
}
