package dev.marquee.engine.state;

import java.util.Arrays;
import java.util.concurrent.ConcurrentHashMap;

/// Where the counters of videos, channels or categories stand in a
/// [CounterTable][dev.marquee.engine.state.CounterTable], by ordinal, once somebody asked: a read
/// instead of a hash and two misses of the cache. Rows never move.
///
/// For any number of threads; what two find at the same time one of them may find again. Ordinals
/// from a million on are not kept.
public final class CounterRowCache {

  private static final int MAX = 1 << 20;

  /// One more than the row; 0 where that is not known.
  private volatile int[] rows = {};

  /// The row, or -1 where it is not known.
  public int row(int ordinal) {
    int[] now = rows;
    return ordinal < now.length ? now[ordinal] - 1 : -1;
  }

  public void keep(int ordinal, int row) {
    if (ordinal < MAX) {
      roomFor(ordinal)[ordinal] = row + 1;
    }
  }

  private int[] roomFor(int ordinal) {
    int[] now = rows;
    return ordinal < now.length ? now : grown(ordinal);
  }

  private synchronized int[] grown(int ordinal) {
    if (ordinal >= rows.length) {
      rows = Arrays.copyOf(rows, Math.max(64, Integer.highestOneBit(ordinal) << 1));
    }
    return rows;
  }

  /// All that is known of a table and its cuts.
  public static final class OfTable {

    /// More surfaces than these are no surfaces: clients may send what they like.
    private static final int SURFACES = 32;

    public final CounterRowCache video = new CounterRowCache();
    public final CounterRowCache channel = new CounterRowCache();
    public final CounterRowCache category = new CounterRowCache();
    public final CounterRowCache historyVideo = new CounterRowCache();
    public final CounterRowCache historyChannel = new CounterRowCache();
    public final CounterRowCache historyCategory = new CounterRowCache();
    private final ConcurrentHashMap<Integer, OfSurface> surfaces = new ConcurrentHashMap<>();

    public OfSurface ofSurface(int surface) {
      OfSurface known = surfaces.get(surface);
      if (known != null) {
        return known;
      }
      return surfaces.size() < SURFACES
          ? surfaces.computeIfAbsent(surface, of -> new OfSurface())
          : new OfSurface();
    }
  }

  /// What is counted by surface.
  public static final class OfSurface {
    public final CounterRowCache video = new CounterRowCache();
    public final CounterRowCache category = new CounterRowCache();
  }
}
