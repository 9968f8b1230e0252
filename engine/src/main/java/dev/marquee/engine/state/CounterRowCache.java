package dev.marquee.engine.state;

import java.util.Arrays;
import java.util.concurrent.ConcurrentHashMap;

/// Caches the rows of videos, channels or categories in a
/// [CounterTable][dev.marquee.engine.state.CounterTable], by ordinal: one read instead of a hash
/// lookup with two cache misses. Rows never move.
///
/// Safe for use by many threads; concurrent writes may be lost, and are then looked up again.
/// Ordinals from 2^20 on are not cached.
public final class CounterRowCache {

  private static final int MAX = 1 << 20;

  /// The row plus 1; 0 where not cached.
  private volatile int[] rows = {};

  /// The row, or -1 where not cached.
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

  /// The caches of a table and its snapshots.
  public static final class OfTable {

    /// Maximum number of surfaces with a cache, since clients may send any text.
    static final int SURFACES = 32;

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

  /// The caches for counters by surface.
  public static final class OfSurface {
    public final CounterRowCache video = new CounterRowCache();
    public final CounterRowCache category = new CounterRowCache();
  }
}
