package dev.marquee.engine.reproduction;

import it.unimi.dsi.fastutil.ints.IntSet;
import java.util.Arrays;
import java.util.SplittableRandom;

/// Draws items that a user never had, for protocols that rank a sample of items instead of all.
///
/// Each draw advances the random state: the same sequence of draws gives the same items. Not safe
/// for use by many threads.
public final class SampledNegatives {

  private final int[] pool;
  private final SplittableRandom random;

  /// @param items number of items, drawn uniformly
  public SampledNegatives(int items, long seed) {
    this.pool = new int[items];
    Arrays.setAll(pool, item -> item);
    this.random = new SplittableRandom(seed);
  }

  /// Draws `count` distinct items outside of `own`, or all such items if there are fewer.
  public int[] draw(int count, IntSet own) {
    int[] drawn = new int[Math.min(count, pool.length)];
    int size = 0;
    // A partial Fisher-Yates shuffle: the pool stays a permutation, so it need not be reset.
    for (int i = 0; i < pool.length && size < drawn.length; i++) {
      int place = random.nextInt(i, pool.length);
      int item = pool[place];
      pool[place] = pool[i];
      pool[i] = item;
      if (!own.contains(item)) {
        drawn[size++] = item;
      }
    }
    return Arrays.copyOf(drawn, size);
  }
}
