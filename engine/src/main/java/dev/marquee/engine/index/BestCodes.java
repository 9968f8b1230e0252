package dev.marquee.engine.index;

import dev.marquee.engine.math.SortableFloats;
import java.util.Arrays;

/// Keeps the places of the best scores of a scan, in no order.
///
/// What comes is gathered until twice as many are there as are wanted, then the worse half goes: a
/// few steps for each, where a heap takes a dozen. Not safe for use by many threads.
final class BestCodes {

  private static final int ROOM = 1024;

  private final int wanted;

  /// The score's bits in order above, the place in [#places] below.
  private long[] keys;

  private long[] places;
  private long[] spare;
  private int size;
  private float floor = Float.NEGATIVE_INFINITY;

  BestCodes(int wanted) {
    this(wanted, 2 * wanted + 64);
  }

  /// Keeps all of a floor or above, however many.
  static BestCodes from(float floor) {
    var all = new BestCodes(Integer.MAX_VALUE, ROOM);
    all.floor = floor;
    return all;
  }

  private BestCodes(int wanted, int room) {
    this.wanted = wanted;
    this.keys = new long[room];
    this.places = new long[room];
    this.spare = new long[room];
  }

  /// Scores below it are not among the best any more.
  float floor() {
    return floor;
  }

  /// @param place what to remember of it
  void add(float score, long place) {
    if (size == keys.length) {
      if (size < wanted) {
        keys = Arrays.copyOf(keys, 2 * size);
        places = Arrays.copyOf(places, 2 * size);
      } else {
        halve();
        if (score < floor) {
          return;
        }
      }
    }
    keys[size] = ((long) SortableFloats.bits(score) << 32) | size;
    places[size] = place;
    size++;
  }

  /// Raises the floor where enough has come to be worth it.
  void trim() {
    if (size - wanted > wanted / 8) {
      halve();
    }
  }

  /// Lets go of all but the best, and raises the floor.
  private void halve() {
    select();
    for (int i = 0; i < wanted; i++) {
      spare[i] = places[(int) keys[i]];
      keys[i] = (keys[i] & ~0xFFFF_FFFFL) | i;
    }
    long[] former = places;
    places = spare;
    spare = former;
    size = wanted;
    floor = SortableFloats.value((int) (keys[wanted - 1] >> 32));
  }

  int size() {
    return size;
  }

  float score(int i) {
    return SortableFloats.value((int) (keys[i] >> 32));
  }

  long place(int i) {
    return places[(int) keys[i]];
  }

  /// Brings the greatest `wanted` keys to the front, the least of them last, by Hoare's selection.
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
