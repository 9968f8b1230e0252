package dev.marquee.engine.math;

/// Sums of floats by key, for a few thousand keys out of many, as in one request.
///
/// A hash table with open addressing whose memory is reused: [#clear] takes time in proportion to
/// the keys added, not to the table. Keys keep the order in which they were first added, so that
/// iteration is reproducible. Not safe for use by many threads.
public final class SparseSums {

  /// The golden ratio in 32 bits: spreads consecutive keys.
  private static final int GOLDEN = 0x9E3779B9;

  /// One more than the key in the high half, the sum's bits in the low one; 0 marks a free slot.
  private long[] slots;

  /// The slots in use, in the order in which their keys were first added.
  private int[] places;

  private int shift;
  private int size;

  /// @param expected number of keys before the table has to grow, at least 1
  public SparseSums(int expected) {
    if (expected < 1 || expected > 1 << 28) {
      throw new IllegalArgumentException("expected must be from 1 to 2^28 keys, was " + expected);
    }
    allocate(Math.max(16, Integer.highestOneBit(2 * expected - 1) << 1));
  }

  private void allocate(int length) {
    slots = new long[length];
    places = new int[length / 2];
    shift = Integer.numberOfLeadingZeros(length) + 1;
  }

  /// Adds to a key's sum and returns the new one.
  ///
  /// @param key 0 or above
  public float add(int key, float value) {
    int mask = slots.length - 1;
    for (int i = (key * GOLDEN) >>> shift; ; i = (i + 1) & mask) {
      long slot = slots[i];
      if ((int) (slot >>> 32) == key + 1) {
        float sum = Float.intBitsToFloat((int) slot) + value;
        slots[i] = slot(key, sum);
        return sum;
      }
      if (slot == 0) {
        insert(i, key, value);
        return value;
      }
    }
  }

  private void insert(int place, int key, float value) {
    slots[place] = slot(key, value);
    places[size++] = place;
    if (size == places.length) {
      grow();
    }
  }

  private void grow() {
    long[] old = slots;
    int[] order = places;
    int count = size;
    allocate(2 * old.length);
    size = 0;
    for (int i = 0; i < count; i++) {
      long slot = old[order[i]];
      add((int) (slot >>> 32) - 1, Float.intBitsToFloat((int) slot));
    }
  }

  private static long slot(int key, float sum) {
    return (long) (key + 1) << 32 | Integer.toUnsignedLong(Float.floatToRawIntBits(sum));
  }

  /// A key's sum, 0 where it was never added.
  public float of(int key) {
    int mask = slots.length - 1;
    for (int i = (key * GOLDEN) >>> shift; slots[i] != 0; i = (i + 1) & mask) {
      if ((int) (slots[i] >>> 32) == key + 1) {
        return Float.intBitsToFloat((int) slots[i]);
      }
    }
    return 0;
  }

  /// The number of keys.
  public int size() {
    return size;
  }

  /// The `i`-th key, from 0, in the order in which they were first added.
  public int key(int i) {
    return (int) (slots[places[i]] >>> 32) - 1;
  }

  /// The sum of the `i`-th key.
  public float sum(int i) {
    return Float.intBitsToFloat((int) slots[places[i]]);
  }

  /// Replaces the sum of the `i`-th key.
  public void replace(int i, float sum) {
    slots[places[i]] = slot(key(i), sum);
  }

  /// Removes everything, for the next use.
  public void clear() {
    for (int i = 0; i < size; i++) {
      slots[places[i]] = 0;
    }
    size = 0;
  }
}
