package dev.marquee.engine.retrieval;

/// What one source found: videos by their own score, the best first.
///
/// @param videos ordinals
/// @param scores in the source's own unit, falling
// Nobody compares two of them.
@SuppressWarnings("ArrayRecordComponent")
public record Scored(int[] videos, float[] scores) {

  public static final Scored NONE = new Scored(new int[0], new float[0]);

  public int size() {
    return videos.length;
  }
}
