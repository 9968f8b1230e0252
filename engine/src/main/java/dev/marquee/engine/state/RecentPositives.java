package dev.marquee.engine.state;

import java.util.Arrays;
import java.util.BitSet;

/// Positive watches of each video in the last 30 days, counted by the hour in which they became
/// known.
///
/// A sliding window that ends at the time of the query; counts do not decay within it. One thread
/// writes. [#snapshot] gives an immutable table: pages are copied on write, and a video's row is
/// replaced, never changed. 8 bytes for each hour in which a video had a positive, at most 5.8 KB
/// per video.
public final class RecentPositives {

  /// The window: 30 days.
  static final int HOURS = 30 * 24;

  private static final long HOUR_MILLIS = 3_600_000;
  private static final int PAGE_BITS = 9;
  private static final int PAGE = 1 << PAGE_BITS;
  private static final int[] NONE = {};

  private final boolean frozen;

  /// By page and video in it: pairs of an hour and its count, the earliest first; null for none.
  private int[][][] pages;

  private boolean[] shared;
  private final BitSet unsaved = new BitSet();

  public RecentPositives() {
    this(false, new int[4][][]);
  }

  private RecentPositives(boolean frozen, int[][][] pages) {
    this.frozen = frozen;
    this.pages = pages;
    this.shared = new boolean[pages.length];
  }

  /// An immutable copy of this table, for readers of any thread; later writes do not change it.
  RecentPositives snapshot() {
    Arrays.fill(shared, true);
    return new RecentPositives(true, pages.clone());
  }

  /// Positive watches of a video in the 30 days before a time, rounded up to whole hours.
  int count(int video, long atMillis) {
    int until = hour(atMillis);
    int[] row = row(video);
    int count = 0;
    for (int i = 0; i < row.length; i += 2) {
      if (row[i] >= until - HOURS && row[i] <= until) {
        count += row[i + 1];
      }
    }
    return count;
  }

  /// Counts one positive, unless it is more than 30 days older than the video's latest.
  void add(int video, long atMillis) {
    int hour = hour(atMillis);
    int[] row = row(video);
    int newest = row.length == 0 ? hour : Math.max(hour, row[row.length - 2]);
    if (hour >= newest - HOURS) {
      put(video, counted(row, hour, newest - HOURS));
    }
  }

  /// The row with one more in an hour, without hours before `oldest`.
  private static int[] counted(int[] row, int hour, int oldest) {
    int[] counted = new int[row.length + 2];
    int length = 0;
    boolean there = false;
    for (int i = 0; i < row.length; i += 2) {
      if (!there && row[i] >= hour) {
        counted[length++] = hour;
        counted[length++] = 1;
        there = true;
      }
      if (row[i] == hour) {
        counted[length - 1] += row[i + 1];
      } else if (row[i] >= oldest) {
        counted[length++] = row[i];
        counted[length++] = row[i + 1];
      }
    }
    if (!there) {
      counted[length++] = hour;
      counted[length++] = 1;
    }
    return length == counted.length ? counted : Arrays.copyOf(counted, length);
  }

  private static int hour(long atMillis) {
    return (int) Math.floorDiv(atMillis, HOUR_MILLIS);
  }

  /// Pairs of an hour and its count, the earliest first; not to be changed.
  public int[] row(int video) {
    int page = video >> PAGE_BITS;
    int[] row = page < pages.length && pages[page] != null ? pages[page][video & (PAGE - 1)] : null;
    return row == null ? NONE : row;
  }

  private void put(int video, int[] row) {
    if (frozen) {
      throw new IllegalStateException("a snapshot is read-only: write to its table");
    }
    int page = video >> PAGE_BITS;
    if (page >= pages.length) {
      pages = Arrays.copyOf(pages, Math.max(page + 1, 2 * pages.length));
      shared = Arrays.copyOf(shared, pages.length);
    }
    if (pages[page] == null) {
      pages[page] = new int[PAGE][];
    } else if (shared[page]) {
      pages[page] = pages[page].clone();
    }
    shared[page] = false;
    pages[page][video & (PAGE - 1)] = row;
    unsaved.set(video);
  }

  /// The videos counted since the last call, for a store that saves changes.
  public int[] takeUnsaved() {
    int[] changed = unsaved.stream().toArray();
    unsaved.clear();
    return changed;
  }

  /// Restores a saved row.
  public void restore(int video, int[] row) {
    put(video, row);
    unsaved.clear(video);
  }
}
