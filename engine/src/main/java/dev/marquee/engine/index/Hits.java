package dev.marquee.engine.index;

import dev.marquee.engine.math.TopK;
import java.util.List;

/// The results of a search, the best first; ties go to the lower id.
///
/// @param ids each once
/// @param scores of the same length, in descending order
public record Hits(int[] ids, float[] scores) {

  public Hits {
    if (ids.length != scores.length) {
      throw new IllegalArgumentException(
          "every hit has a score, but there are " + ids.length + " and " + scores.length);
    }
  }

  /// Takes the contents of a heap, which is empty afterwards.
  public static Hits drain(TopK top) {
    int[] ids = new int[top.size()];
    float[] scores = new float[ids.length];
    top.drain(ids, scores);
    return new Hits(ids, scores);
  }

  /// Merges the results of several searches, for example of an index's shards, into the `k` best.
  /// The order of `parts` does not matter; ties go to the lower id. A search may have found fewer
  /// than `k`.
  ///
  /// @param parts have no id in common
  /// @throws IllegalArgumentException where `k` is below 1
  public static Hits merge(List<Hits> parts, int k) {
    if (k < 1) {
      throw new IllegalArgumentException("k must be at least 1, was " + k);
    }
    int found = parts.stream().mapToInt(Hits::size).sum();
    if (found == 0) {
      return new Hits(new int[0], new float[0]);
    }
    TopK top = new TopK(Math.min(k, found));
    for (Hits part : parts) {
      for (int i = 0; i < part.size(); i++) {
        top.add(part.ids[i], part.scores[i]);
      }
    }
    return drain(top);
  }

  public int size() {
    return ids.length;
  }
}
