package dev.marquee.engine.state;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;

/// Numbers 64-bit keys densely from 0, in the order of first appearance.
///
/// Open addressing with linear probing. Append-only. One thread writes, any thread reads without
/// locks: a slot's key is written before its row is released.
final class KeyIndex {

  private static final VarHandle ROWS = MethodHandles.arrayElementVarHandle(int[].class);

  private volatile Slots slots = new Slots(new long[1024], new int[1024]);
  private long[] keys = new long[512];
  private int size;

  /// `rows[i]` is the row of `keys[i]` plus 1; 0 marks a free slot.
  private record Slots(long[] keys, int[] rows) {}

  /// The row of `key`, or -1.
  int find(long key) {
    Slots now = slots;
    int mask = now.keys.length - 1;
    for (int i = start(key, mask); ; i = (i + 1) & mask) {
      int row = (int) ROWS.getAcquire(now.rows, i);
      if (row == 0) {
        return -1;
      }
      if (now.keys[i] == key) {
        return row - 1;
      }
    }
  }

  /// The row of `key`, which gets one if it has none. Only for the writing thread.
  int row(long key) {
    int found = find(key);
    if (found >= 0) {
      return found;
    }
    if (2 * (size + 1) > slots.keys.length) {
      grow();
    }
    if (size == keys.length) {
      keys = Arrays.copyOf(keys, 2 * size);
    }
    keys[size] = key;
    put(slots, key, size);
    return size++;
  }

  int size() {
    return size;
  }

  /// The key of a row. Only for the writing thread.
  long key(int row) {
    return keys[row];
  }

  private void grow() {
    Slots larger = new Slots(new long[2 * slots.keys.length], new int[2 * slots.keys.length]);
    for (int row = 0; row < size; row++) {
      put(larger, keys[row], row);
    }
    slots = larger;
  }

  private static void put(Slots into, long key, int row) {
    int mask = into.keys.length - 1;
    int i = start(key, mask);
    while (into.rows[i] != 0) {
      i = (i + 1) & mask;
    }
    into.keys[i] = key;
    ROWS.setRelease(into.rows, i, row + 1);
  }

  /// Keys are hashes, so their low bits are used as they are.
  private static int start(long key, int mask) {
    return (int) key & mask;
  }
}
