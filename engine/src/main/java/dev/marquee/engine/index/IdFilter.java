package dev.marquee.engine.index;

import java.util.function.IntConsumer;
import java.util.function.IntPredicate;

/// Which ids a search may find.
///
/// What many searches share stands in a bitmap, which an index can go through by itself where few
/// ids pass; what is one viewer's own is a test, run on ids that score well enough.
public final class IdFilter {

  /// Everything passes.
  public static final IdFilter ALL = new IdFilter(null, Integer.MAX_VALUE, id -> true);

  private final long[] mask;
  private final int max;
  private final IntPredicate test;

  private IdFilter(long[] mask, int max, IntPredicate test) {
    this.mask = mask;
    this.max = max;
    this.test = test;
  }

  /// Passes the ids whose bit is set.
  ///
  /// @param mask bit `id % 64` of element `id / 64`; ids beyond its end do not pass. It is kept,
  ///   not copied: after a later change either answer is possible
  public static IdFilter of(long[] mask) {
    int max = 0;
    for (long word : mask) {
      max += Long.bitCount(word);
    }
    return new IdFilter(mask, max, id -> true);
  }

  /// Passes what this does and the test, too.
  ///
  /// @param other slow, so it is tested last
  public IdFilter and(IntPredicate other) {
    return new IdFilter(mask, max, this == ALL ? other : test.and(other));
  }

  public boolean passes(int id) {
    return isInMask(id) && test.test(id);
  }

  private boolean isInMask(int id) {
    return mask == null || (id >> 6 < mask.length && (mask[id >> 6] & 1L << id) != 0);
  }

  /// Of these ids, as bits like those of [#of], the ones that pass. Asks the test for each of them.
  public long[] among(long[] ids) {
    long[] passing = ids.clone();
    for (int word = 0; word < ids.length; word++) {
      if (mask != null) {
        passing[word] &= word < mask.length ? mask[word] : 0;
      }
      for (long left = passing[word]; left != 0; left &= left - 1) {
        if (!test.test((word << 6) + Long.numberOfTrailingZeros(left))) {
          passing[word] ^= Long.lowestOneBit(left);
        }
      }
    }
    return passing;
  }

  /// The most ids that can pass.
  public int max() {
    return max;
  }

  /// Calls with each id of the bitmap.
  public void forEachInMask(IntConsumer consumer) {
    for (int word = 0; word < mask.length; word++) {
      for (long left = mask[word]; left != 0; left &= left - 1) {
        consumer.accept((word << 6) + Long.numberOfTrailingZeros(left));
      }
    }
  }
}
