package dev.marquee.engine.index;

import dev.marquee.engine.math.TopK;

/// What a search found, the best first, equal scores by lower id.
///
/// @param ids each once
/// @param scores of the same length, falling
// Nobody compares two of them.
@SuppressWarnings("ArrayRecordComponent")
public record Hits(int[] ids, float[] scores) {

  public Hits {
    if (ids.length != scores.length) {
      throw new IllegalArgumentException(
          "every hit has a score, but there are " + ids.length + " and " + scores.length);
    }
  }

  /// What was kept; the heap is empty afterwards.
  public static Hits drain(TopK top) {
    int[] ids = new int[top.size()];
    float[] scores = new float[ids.length];
    top.drain(ids, scores);
    return new Hits(ids, scores);
  }

  public int size() {
    return ids.length;
  }
}
