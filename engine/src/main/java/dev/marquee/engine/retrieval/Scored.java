package dev.marquee.engine.retrieval;

import dev.marquee.engine.index.Hits;
import dev.marquee.engine.math.TopK;

/// What one source found: videos by their own score, the best first.
///
/// @param videos ordinals
/// @param scores in the source's own unit, falling
public record Scored(int[] videos, float[] scores) {

  public static final Scored NONE = new Scored(new int[0], new float[0]);

  /// What was kept, the best first; the heap is empty afterwards.
  public static Scored drain(TopK top) {
    int[] videos = new int[top.size()];
    float[] scores = new float[videos.length];
    top.drain(videos, scores);
    return new Scored(videos, scores);
  }

  /// Videos that an index has under their ordinals.
  public static Scored of(Hits hits) {
    return new Scored(hits.ids(), hits.scores());
  }

  public int size() {
    return videos.length;
  }
}
