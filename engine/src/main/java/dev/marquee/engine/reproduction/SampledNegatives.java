package dev.marquee.engine.reproduction;

import it.unimi.dsi.fastutil.ints.IntSet;
import java.util.Arrays;
import java.util.SplittableRandom;

/// Draws items that a user never had, for protocols that rank a few of them instead of all.
///
/// Each draw moves the state on: the same draws in the same order give the same items. Not safe for
/// use by many threads.
public final class SampledNegatives {

  private final int[] pool;
  private final SplittableRandom random;

  /// @param items drawn from, each as likely as the next
  public SampledNegatives(int items, long seed) {
    this.pool = new int[items];
    Arrays.setAll(pool, item -> item);
    this.random = new SplittableRandom(seed);
  }

  /// `count` distinct items outside of `own`, or all there are where that is fewer.
  public int[] draw(int count, IntSet own) {
    int[] drawn = new int[Math.min(count, pool.length)];
    int size = 0;
    // A shuffle that stops early: the pool stays a permutation, so it need not be put in order.
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
