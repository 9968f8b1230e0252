package dev.marquee.engine.catalog;

import dev.marquee.engine.events.ContentVector;
import dev.marquee.engine.math.Hashing;

/// The LSH buckets of a video's content vector, as hashed categories, for models that read
/// categories.
///
/// Each table divides the space into 2^[#PLANES] buckets by random planes through the origin
/// (SimHash; Charikar, "Similarity Estimation Techniques from Rounding Algorithms", 2002). Vectors
/// at an angle of θ share a bucket with probability (1 - θ / π)^[#PLANES]. There are [#TABLES]
/// tables, so that neighbours that are separated in one table may share a bucket in another.
final class LshBuckets {

  static final int TABLES = 4;
  static final int PLANES = 6;

  private static final long SEED = 0x5EED0FC07E27L;

  private LshBuckets() {}

  /// One hash for each table, the same in every process. Takes [#TABLES] · [#PLANES] additions for
  /// each of the vector's floats.
  static int[] of(ContentVector vector) {
    int[] buckets = new int[TABLES];
    for (int table = 0; table < TABLES; table++) {
      int bucket = table;
      for (int plane = 0; plane < PLANES; plane++) {
        bucket = 2 * bucket + (isAbove(vector, table * PLANES + plane) ? 1 : 0);
      }
      buckets[table] = (int) Hashing.mix(SEED, bucket);
    }
    return buckets;
  }

  /// Whether a vector is above a plane, whose normal has random coordinates of 1 or -1.
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
