package dev.marquee.engine.index;

import java.util.function.IntConsumer;
import java.util.function.IntPredicate;

/// Which ids a search may find.
///
/// The part that many searches share is a bitmap, which an index can iterate where few ids pass.
/// The part of a single viewer is a test, run only on ids with a sufficient score.
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
  /// @param mask bit `id % 64` of element `id / 64`; ids beyond its end do not pass. It is not
  ///   copied: while it changes, a search may see old or new bits
  public static IdFilter of(long[] mask) {
    int max = 0;
    for (long word : mask) {
      max += Long.bitCount(word);
    }
    return new IdFilter(mask, max, id -> true);
  }

  /// Passes the ids that pass both this filter and the test.
  ///
  /// @param other is tested last, as it is slow
  public IdFilter and(IntPredicate other) {
    return new IdFilter(mask, max, this == ALL ? other : test.and(other));
  }

  public boolean passes(int id) {
    return isInMask(id) && test.test(id);
  }

  private boolean isInMask(int id) {
    return mask == null || (id >> 6 < mask.length && (mask[id >> 6] & 1L << id) != 0);
  }

  /// The subset of `ids` that passes; both are bitmaps as in [#of]. Runs the test on each id that
  /// passes the mask.
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

  /// The maximum number of ids that can pass.
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
