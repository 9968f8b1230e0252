package dev.marquee.engine.math;

import java.util.Arrays;

/// Keeps the `k` best of a stream of scored ids: higher scores first, equal scores by lower id.
///
/// The result does not depend on the order of additions. A NaN score is never kept, and -0 ties
/// with 0. Meant to be reused: only the constructor, [#ids] and [#scores] allocate. Not safe for
/// use by many threads.
public final class TopK {

  private final int k;

  /// A heap with the worst on top. The high half of a key is the score, the low half the negated
  /// id, so that one comparison orders by both.
  private final long[] heap;

  private int size;

  /// Scores below this are rejected; so is NaN, which is not above it.
  private float floor = Float.NEGATIVE_INFINITY;

  public TopK(int k) {
    if (k < 1) {
      throw new IllegalArgumentException("k must be at least 1, was " + k);
    }
    this.k = k;
    this.heap = new long[k];
  }

  /// Offers one id, 0 or above, that was not offered before.
  public void add(int id, float score) {
    if (wants(score)) {
      keep(id, score);
    }
  }

  /// Whether a score might be kept: check this before an expensive test.
  public boolean wants(float score) {
    return score >= floor;
  }

  /// Offers every element of `scores`, with its index as id.
  public void addAll(float[] scores) {
    addAll(scores, 0, scores.length, 0);
  }

  /// Offers `scores[from]` to `scores[to - 1]` under the ids `firstId`, `firstId + 1` ….
  public void addAll(float[] scores, int from, int to, int firstId) {
    for (int i = from; i < to; i++) {
      if (scores[i] >= floor) {
        keep(firstId + i - from, scores[i]);
      }
    }
  }

  /// How many are kept: `k`, or all offered where that is fewer.
  public int size() {
    return size;
  }

  /// Moves the kept ids and scores, best first, to the start of two arrays of at least [#size]
  /// elements, and returns how many there were.
  public int drain(int[] ids, float[] scores) {
    Arrays.sort(heap, 0, size);
    int count = size;
    for (int i = 0; i < count; i++) {
      long key = heap[count - 1 - i];
      ids[i] = id(key);
      scores[i] = score(key);
    }
    clear();
    return count;
  }

  /// The kept ids, best first.
  public int[] ids() {
    long[] keys = ascending();
    var ids = new int[keys.length];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = id(keys[ids.length - 1 - i]);
    }
    return ids;
  }

  /// The scores of [#ids], in the same order.
  public float[] scores() {
    long[] keys = ascending();
    var scores = new float[keys.length];
    for (int i = 0; i < scores.length; i++) {
      scores[i] = score(keys[scores.length - 1 - i]);
    }
    return scores;
  }

  /// Removes everything, for the next use.
  public void clear() {
    size = 0;
    floor = Float.NEGATIVE_INFINITY;
  }

  private void keep(int id, float score) {
    long key = key(id, score);
    if (size < k) {
      up(size++, key);
    } else if (key > heap[0]) {
      down(key);
    }
    if (size == k) {
      floor = score(heap[0]);
    }
  }

  private void up(int place, long key) {
    while (place > 0) {
      int parent = (place - 1) >>> 1;
      if (heap[parent] <= key) {
        break;
      }
      heap[place] = heap[parent];
      place = parent;
    }
    heap[place] = key;
  }

  /// Replaces the worst by `key`.
  private void down(long key) {
    int place = 0;
    for (int child = 1; child < k; child = 2 * place + 1) {
      if (child + 1 < k && heap[child + 1] < heap[child]) {
        child++;
      }
      if (key <= heap[child]) {
        break;
      }
      heap[place] = heap[child];
      place = child;
    }
    heap[place] = key;
  }

  private long[] ascending() {
    long[] keys = Arrays.copyOf(heap, size);
    Arrays.sort(keys);
    return keys;
  }

  private static long key(int id, float score) {
    return ((long) SortableFloats.bits(score) << 32) | (~id & 0xFFFF_FFFFL);
  }

  private static int id(long key) {
    return ~(int) key;
  }

  private static float score(long key) {
    return SortableFloats.value((int) (key >> 32));
  }
}
