package dev.marquee.engine.retrieval;

import dev.marquee.engine.index.Hits;
import dev.marquee.engine.math.TopK;

/// What one source found: videos with scores, the best first.
///
/// @param videos ordinals
/// @param scores on the source's own scale, in descending order
public record Scored(int[] videos, float[] scores) {

  public static final Scored NONE = new Scored(new int[0], new float[0]);

  /// The elements of a heap, the best first; the heap is empty afterwards.
  public static Scored drain(TopK top) {
    int[] videos = new int[top.size()];
    float[] scores = new float[videos.length];
    top.drain(videos, scores);
    return new Scored(videos, scores);
  }

  /// The hits of an index whose ids are video ordinals.
  public static Scored of(Hits hits) {
    return new Scored(hits.ids(), hits.scores());
  }

  public int size() {
    return videos.length;
  }
}
