package dev.marquee.engine.index.ivf;

/// Gives the indices of an array's elements in descending order, lazily: faster than sorting where
/// only the first are needed.
final class DescendingHeap {

  private final float[] values;
  private final int[] heap;
  private int size;

  DescendingHeap(float[] values) {
    this.values = values;
    this.size = values.length;
    this.heap = new int[size];
    for (int i = 0; i < size; i++) {
      heap[i] = i;
    }
    for (int i = size / 2 - 1; i >= 0; i--) {
      down(i, heap[i]);
    }
  }

  boolean isEmpty() {
    return size == 0;
  }

  /// The greatest remaining element.
  float greatest() {
    return values[heap[0]];
  }

  /// Removes the greatest remaining element and returns its index.
  int next() {
    int first = heap[0];
    size--;
    if (size > 0) {
      down(0, heap[size]);
    }
    return first;
  }

  private void down(int start, int item) {
    int place = start;
    for (int child = 2 * place + 1; child < size; child = 2 * place + 1) {
      if (child + 1 < size && values[heap[child + 1]] > values[heap[child]]) {
        child++;
      }
      if (values[item] >= values[heap[child]]) {
        break;
      }
      heap[place] = heap[child];
      place = child;
    }
    heap[place] = item;
  }
}
