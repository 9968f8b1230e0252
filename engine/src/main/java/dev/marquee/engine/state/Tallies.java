package dev.marquee.engine.state;

import it.unimi.dsi.fastutil.ints.Int2LongOpenHashMap;

/// Counts how often each channel or category occurs among a viewer's videos, and how often marked.
///
/// For few lookups each one scans the videos; for many, all are counted in advance: a thousand rows
/// of a viewer with a history of hundreds take a third of the time.
public final class Tallies {

  /// From this many rows on, all are counted in advance.
  private static final int COUNT_FIRST_FROM_ROWS = 8;

  private final int[] of;
  private final boolean[] marked;
  private final Int2LongOpenHashMap counted;

  /// @param of the channel or category of each video; negative for none
  /// @param rows expected number of lookups
  public Tallies(int[] of, boolean[] marked, int rows) {
    this.of = of;
    this.marked = marked;
    this.counted = rows < COUNT_FIRST_FROM_ROWS ? null : new Int2LongOpenHashMap(of.length);
    for (int i = 0; counted != null && i < of.length; i++) {
      counted.addTo(of[i], one(i));
    }
  }

  /// One video: the count in the high half, the marked count in the low half.
  private long one(int i) {
    return 1L << 32 | (marked[i] ? 1 : 0);
  }

  private long tally(int one) {
    if (one < 0) {
      return 0;
    }
    if (counted != null) {
      return counted.get(one);
    }
    long tally = 0;
    for (int i = 0; i < of.length; i++) {
      tally += of[i] == one ? one(i) : 0;
    }
    return tally;
  }

  public int count(int one) {
    return (int) (tally(one) >> 32);
  }

  public int marked(int one) {
    return (int) tally(one);
  }
}
