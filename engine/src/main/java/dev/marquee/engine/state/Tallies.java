package dev.marquee.engine.state;

import it.unimi.dsi.fastutil.ints.Int2LongOpenHashMap;

/// How often each channel or category is among a viewer's videos, and how often with a mark.
///
/// Asked for one row it counts, asked for many it has counted: a thousand rows of a viewer with a
/// history of hundreds take a third of the time so.
public final class Tallies {

  /// From so many rows on it pays to count everything first.
  private static final int MANY = 8;

  private final int[] of;
  private final boolean[] marked;
  private final Int2LongOpenHashMap counted;

  /// @param of what each video is of; below 0 for nothing
  /// @param rows how many will ask
  public Tallies(int[] of, boolean[] marked, int rows) {
    this.of = of;
    this.marked = marked;
    this.counted = rows < MANY ? null : new Int2LongOpenHashMap(of.length);
    for (int i = 0; counted != null && i < of.length; i++) {
      counted.addTo(of[i], one(i));
    }
  }

  /// The count above, the marked ones in the lower half.
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
