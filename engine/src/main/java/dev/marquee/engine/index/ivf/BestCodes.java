package dev.marquee.engine.index.ivf;

import dev.marquee.engine.math.SortableFloats;
import java.util.Arrays;

/// Keeps the places of a scan's best approximate scores, and of those whose exact score may still
/// be among the best, in no order.
///
/// Entries are collected until they are a quarter more than were left the last time; then those
/// that cannot be among the best are dropped. That takes a few steps per entry, where a heap takes
/// a dozen. Not safe for use by many threads.
final class BestCodes {

  private static final int ROOM = 1024;

  private final int wanted;

  /// The score as [SortableFloats] bits in the high half, the index in [#places] in the low half.
  private long[] keys;

  private long[] places;

  /// The upper bound of each exact score.
  private float[] bounds;

  private long[] sparePlaces;
  private float[] spareBounds;
  private int size;

  /// How many were left after the last drop.
  private int left;

  private float floor = Float.NEGATIVE_INFINITY;

  BestCodes(int wanted) {
    this(wanted, 2 * wanted + 64);
  }

  /// Keeps all with an upper bound of `floor` or above, without limit.
  static BestCodes from(float floor) {
    var all = new BestCodes(Integer.MAX_VALUE, ROOM);
    all.floor = floor;
    return all;
  }

  private BestCodes(int wanted, int room) {
    this.wanted = wanted;
    this.keys = new long[room];
    this.places = new long[room];
    this.bounds = new float[room];
    this.sparePlaces = new long[room];
    this.spareBounds = new float[room];
    this.left = wanted;
  }

  /// The lowest of the best scores; an entry with an upper bound below it is not among them.
  float floor() {
    return floor;
  }

  /// @param max upper bound of the exact score
  /// @param place the place of the vector
  void add(float score, float max, long place) {
    if (size == keys.length) {
      makeRoom();
      if (max < floor) {
        return;
      }
    }
    keys[size] = ((long) SortableFloats.bits(score) << 32) | size;
    places[size] = place;
    bounds[size] = max;
    size++;
  }

  private void makeRoom() {
    if (size > wanted) {
      drop();
    }
    if (size > keys.length / 2) {
      keys = Arrays.copyOf(keys, 2 * keys.length);
      places = Arrays.copyOf(places, 2 * places.length);
      bounds = Arrays.copyOf(bounds, 2 * bounds.length);
      sparePlaces = new long[places.length];
      spareBounds = new float[bounds.length];
    }
  }

  /// Drops entries once enough were added since the last time.
  void trim() {
    if (size - left > left / 4) {
      drop();
    }
  }

  /// Drops all that cannot be among the best.
  void settle() {
    if (size > wanted) {
      drop();
    }
  }

  /// Raises the floor, and drops entries that cannot reach it.
  private void drop() {
    select();
    floor = SortableFloats.value((int) (keys[wanted - 1] >> 32));
    int kept = wanted;
    for (int i = wanted; i < size; i++) {
      if (bounds[(int) keys[i]] >= floor) {
        keys[kept++] = keys[i];
      }
    }
    for (int i = 0; i < kept; i++) {
      int from = (int) keys[i];
      sparePlaces[i] = places[from];
      spareBounds[i] = bounds[from];
      keys[i] = (keys[i] & ~0xFFFF_FFFFL) | i;
    }
    long[] formerPlaces = places;
    places = sparePlaces;
    sparePlaces = formerPlaces;
    float[] formerBounds = bounds;
    bounds = spareBounds;
    spareBounds = formerBounds;
    size = kept;
    left = kept;
  }

  int size() {
    return size;
  }

  long place(int i) {
    return places[(int) keys[i]];
  }

  /// Moves the greatest `wanted` keys to the front, the least of them last, by Hoare's selection.
  private void select() {
    int low = 0;
    int high = size - 1;
    int target = wanted - 1;
    while (high - low > 16) {
      long pivot = median(keys[low], keys[(low + high) >>> 1], keys[high]);
      int i = low;
      int j = high;
      while (i <= j) {
        while (keys[i] > pivot) {
          i++;
        }
        while (keys[j] < pivot) {
          j--;
        }
        if (i <= j) {
          long left = keys[i];
          keys[i++] = keys[j];
          keys[j--] = left;
        }
      }
      if (target <= j) {
        high = j;
      } else if (target >= i) {
        low = i;
      } else {
        return;
      }
    }
    Arrays.sort(keys, low, high + 1);
    for (int i = low, j = high; i < j; i++, j--) {
      long left = keys[i];
      keys[i] = keys[j];
      keys[j] = left;
    }
  }

  private static long median(long a, long b, long c) {
    return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
  }
}
