package dev.marquee.engine.state;

import java.util.Arrays;
import java.util.BitSet;
import java.util.function.IntToLongFunction;

/// Counters of impressions and their outcomes, by 64-bit key: a video, a channel, a video on a
/// surface, a video in a country …
///
/// A row holds counts over all time and the same counts with exponential decay, as of the row's
/// last tick. One thread writes. [#snapshot] gives an immutable table: pages are copied on write.
/// About 40 bytes per row and 24 for its key.
public final class CounterTable {

  public static final int IMPRESSIONS = 0;
  public static final int CLICKS = 1;
  static final int POSITIVES = 2;
  public static final int COMPLETIONS = 3;
  private static final int COUNTS = 4;

  /// Number of counts per row that [#read] returns.
  public static final int READ = 3;

  /// Columns of a row: the counts, the decayed counts, the decayed watch seconds, the tick.
  private static final int SECONDS = 2 * COUNTS;

  private static final int TICK = SECONDS + 1;
  private static final int WIDTH = TICK + 1;
  private static final int PAGE_BITS = 8;
  private static final int PAGE = 1 << PAGE_BITS;

  private final KeyIndex index;
  private final CounterRowCache.OfTable known;
  private final Decay decay;
  private final boolean frozen;
  private int[][] pages;
  private boolean[] shared;
  private final int size;
  private final BitSet unsaved = new BitSet();

  public CounterTable(Decay decay) {
    this(new KeyIndex(), new CounterRowCache.OfTable(), decay, false, new int[4][], 0);
  }

  private CounterTable(
      KeyIndex index,
      CounterRowCache.OfTable known,
      Decay decay,
      boolean frozen,
      int[][] pages,
      int size) {
    this.index = index;
    this.known = known;
    this.decay = decay;
    this.frozen = frozen;
    this.pages = pages;
    this.shared = new boolean[frozen ? 0 : pages.length];
    this.size = size;
  }

  /// An immutable copy of this table, for readers of any thread; later writes do not change it.
  CounterTable snapshot() {
    Arrays.fill(shared, true);
    return new CounterTable(index, known, decay, true, pages.clone(), index.size());
  }

  /// The row of a key, or -1 where nothing was counted.
  public int find(long key) {
    int row = index.find(key);
    return row < size() ? row : -1;
  }

  /// The row of a key that belongs to an ordinal, by way of a cache.
  ///
  /// @param key gives the key of an ordinal
  public int find(int ordinal, CounterRowCache of, IntToLongFunction key) {
    int row = of.row(ordinal);
    if (row < 0) {
      row = index.find(key.applyAsLong(ordinal));
      if (row >= 0) {
        of.keep(ordinal, row);
      }
    }
    return row < size() ? row : -1;
  }

  public CounterRowCache.OfTable known() {
    return known;
  }

  private int size() {
    return frozen ? size : index.size();
  }

  /// A count over all time; 0 for row -1.
  public int count(int row, int counter) {
    return row < 0 ? 0 : pages[row >> PAGE_BITS][(row & (PAGE - 1)) * WIDTH + counter];
  }

  /// A decayed count as of a tick; 0 for row -1.
  public float decayed(int row, int counter, int tick) {
    return row < 0 ? 0 : decayedAt(row, COUNTS + counter, tick);
  }

  /// Reads impressions, clicks and completions over all time of several rows, in one tight loop, so
  /// that cache misses overlap.
  ///
  /// @param into receives [#READ] counts per row; unchanged for row -1
  public void read(int[] rows, int[] into) {
    for (int i = 0; i < rows.length; i++) {
      int row = rows[i];
      if (row >= 0) {
        int[] page = pages[row >> PAGE_BITS];
        int at = (row & (PAGE - 1)) * WIDTH;
        into[READ * i] = page[at + IMPRESSIONS];
        into[READ * i + 1] = page[at + CLICKS];
        into[READ * i + 2] = page[at + COMPLETIONS];
      }
    }
  }

  /// Decayed watch seconds as of a tick; 0 for row -1.
  float decayedSeconds(int row, int tick) {
    return row < 0 ? 0 : decayedAt(row, SECONDS, tick);
  }

  private float decayedAt(int row, int column, int tick) {
    int[] page = pages[row >> PAGE_BITS];
    int at = (row & (PAGE - 1)) * WIDTH;
    return Float.intBitsToFloat(page[at + column]) * decay.after(tick - page[at + TICK]);
  }

  /// Adds 1 to a counter.
  void add(long key, int counter, int tick) {
    addTo(index.row(key), counter, tick);
  }

  /// Counts one for something with an ordinal, whose row is cached.
  ///
  /// @param key returns the key of an ordinal
  void add(int ordinal, CounterRowCache of, IntToLongFunction key, int counter, int tick) {
    int row = of.row(ordinal);
    if (row < 0) {
      row = index.row(key.applyAsLong(ordinal));
      of.keep(ordinal, row);
    }
    addTo(row, counter, tick);
  }

  private void addTo(int row, int counter, int tick) {
    int[] page = writable(row);
    int at = (row & (PAGE - 1)) * WIDTH;
    float late = settle(page, at, tick);
    page[at + counter]++;
    plus(page, at + COUNTS + counter, late);
  }

  /// Adds watch seconds.
  void addSeconds(long key, float seconds, int tick) {
    int row = index.row(key);
    int[] page = writable(row);
    int at = (row & (PAGE - 1)) * WIDTH;
    plus(page, at + SECONDS, seconds * settle(page, at, tick));
  }

  /// Adds to a count over all time only, as imported histories have no times.
  void addUntimed(long key, int counter, int count) {
    int row = index.row(key);
    writable(row)[(row & (PAGE - 1)) * WIDTH + counter] += count;
  }

  /// Decays the row to `tick` and returns the weight of an event: 1, or less for a late event,
  /// since a row's tick never decreases.
  private float settle(int[] page, int at, int tick) {
    int passed = tick - page[at + TICK];
    if (passed == 0) {
      return 1;
    }
    if (passed < 0) {
      return decay.after(-passed);
    }
    float left = decay.after(passed);
    for (int column = at + COUNTS; column <= at + SECONDS; column++) {
      page[column] = Float.floatToRawIntBits(Float.intBitsToFloat(page[column]) * left);
    }
    page[at + TICK] = tick;
    return 1;
  }

  private static void plus(int[] page, int column, float value) {
    page[column] = Float.floatToRawIntBits(Float.intBitsToFloat(page[column]) + value);
  }

  private int[] writable(int row) {
    if (frozen) {
      throw new IllegalStateException("a snapshot is read-only: write to its table");
    }
    int page = row >> PAGE_BITS;
    if (page >= pages.length) {
      pages = Arrays.copyOf(pages, 2 * pages.length);
      shared = Arrays.copyOf(shared, pages.length);
    }
    if (pages[page] == null) {
      pages[page] = new int[PAGE * WIDTH];
    } else if (shared[page]) {
      pages[page] = pages[page].clone();
      shared[page] = false;
    }
    unsaved.set(page);
    return pages[page];
  }

  /// The numbers of the pages written since the last call, for a store that saves changes.
  public int[] takeUnsaved() {
    int[] changed = unsaved.stream().toArray();
    unsaved.clear();
    return changed;
  }

  /// The number of used rows of a page.
  public int rowsOf(int page) {
    return Math.min(PAGE, index.size() - page * PAGE);
  }

  public long key(int page, int rowOfPage) {
    return index.key(page * PAGE + rowOfPage);
  }

  /// The raw cells of a page, [#rowsOf] × `width`; not to be changed.
  public int[] cells(int page) {
    return pages[page];
  }

  public static int width() {
    return WIDTH;
  }

  /// Restores a saved row; rows must come in order, from 0.
  public void restore(long key, int[] from, int offset) {
    int row = index.row(key);
    System.arraycopy(from, offset, writable(row), (row & (PAGE - 1)) * WIDTH, WIDTH);
    unsaved.clear(row >> PAGE_BITS);
  }
}
