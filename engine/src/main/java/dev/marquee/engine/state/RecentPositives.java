package dev.marquee.engine.state;

import java.util.Arrays;
import java.util.BitSet;

/// Positive watches of each video in the last 30 days, counted by the hour in which they became
/// known.
///
/// A window that slides with the time of whoever asks: a count decays not at all for 30 days, and
/// then is gone. One thread writes. [#snapshot] gives an immutable table of this moment: pages are
/// shared until they are written again, and what a video has is never written twice. 8 bytes for
/// each hour in which a video had a positive, at most 5.8 KB a video.
public final class RecentPositives {

  /// How far back counts reach: 30 days.
  static final int HOURS = 30 * 24;

  private static final long HOUR_MILLIS = 3_600_000;
  private static final int PAGE_BITS = 9;
  private static final int PAGE = 1 << PAGE_BITS;
  private static final int[] NONE = {};

  private final boolean frozen;

  /// By page and video in it: hours and their counts in turn, the earliest first; null for none.
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

  /// This table as it is now, for readers of any thread; later writes do not reach it.
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

  /// Counts one; what comes 30 days later than the video's latest is forgotten already.
  void add(int video, long atMillis) {
    int hour = hour(atMillis);
    int[] row = row(video);
    int newest = row.length == 0 ? hour : Math.max(hour, row[row.length - 2]);
    if (hour >= newest - HOURS) {
      put(video, counted(row, hour, newest - HOURS));
    }
  }

  /// The row with one more in an hour, without what lies before `oldest`.
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

  /// Hours and their counts in turn, the earliest first; not to be written.
  public int[] row(int video) {
    int page = video >> PAGE_BITS;
    int[] row = page < pages.length && pages[page] != null ? pages[page][video & (PAGE - 1)] : null;
    return row == null ? NONE : row;
  }

  private void put(int video, int[] row) {
    if (frozen) {
      throw new IllegalStateException("a cut table is read only: write to the table it came from");
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

  /// Videos counted since the last call, for a store that saves what changed.
  public int[] takeUnsaved() {
    int[] changed = unsaved.stream().toArray();
    unsaved.clear();
    return changed;
  }

  /// Puts back a saved row.
  public void restore(int video, int[] row) {
    put(video, row);
    unsaved.clear(video);
  }
}
