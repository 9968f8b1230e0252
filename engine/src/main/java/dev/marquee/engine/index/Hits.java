package dev.marquee.engine.index;

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

  public int size() {
    return ids.length;
  }
}
