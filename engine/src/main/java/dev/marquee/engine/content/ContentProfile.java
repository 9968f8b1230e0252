package dev.marquee.engine.content;

import dev.marquee.engine.catalog.VideoTable;
import dev.marquee.engine.events.ContentVector;
import dev.marquee.engine.math.Vectors;
import it.unimi.dsi.fastutil.ints.IntOpenHashSet;

/// The mean direction of the content vectors of a viewer's latest positive watches.
///
/// Nothing is trained: a new watch or a new video takes effect immediately.
public final class ContentProfile {

  /// A unit vector; empty where unknown.
  private final float[] direction;

  private ContentProfile(float[] direction) {
    this.direction = direction;
  }

  /// The profile of a viewer. Vectors of other lengths than the latest watched one don't count.
  ///
  /// @param watched ordinals of the viewer's last positive watches, the latest first; some may be
  ///   newer than the table
  /// @param recency weight of a watch relative to the next later one
  public static ContentProfile of(int[] watched, VideoTable videos, float recency) {
    float[] sum = sum(watched, videos, length(watched, videos), recency);
    float square = Vectors.squaredNorm(sum, 0, sum.length);
    if (square == 0) {
      return new ContentProfile(new float[0]);
    }
    Vectors.scale((float) (1 / Math.sqrt(square)), sum, 0, sum.length);
    return new ContentProfile(sum);
  }

  /// The vector length of the latest watched video that has a vector; 0 where none has.
  private static int length(int[] watched, VideoTable videos) {
    for (int video : watched) {
      ContentVector vector = vector(videos, video);
      if (!vector.isEmpty()) {
        return vector.length();
      }
    }
    return 0;
  }

  /// The sum of the watched videos' directions, zero where none has one. The latest has weight 1,
  /// each earlier one `recency` times the weight of the next later one.
  ///
  /// @param length vectors of other lengths are ignored
  public static float[] sum(int[] watched, VideoTable videos, int length, float recency) {
    float[] sum = new float[length];
    float weight = 1;
    var seen = new IntOpenHashSet();
    for (int i = 0; length > 0 && i < watched.length; i++) {
      ContentVector vector = vector(videos, watched[i]);
      // A video watched several times counts once, at its latest watch.
      if (vector.length() == length && seen.add(watched[i])) {
        vector.addDirection(weight, sum);
        weight *= recency;
      }
    }
    return sum;
  }

  private static ContentVector vector(VideoTable videos, int video) {
    return video < videos.size() ? videos.details(video).vector() : ContentVector.NONE;
  }

  /// The cosine of the profile and a video's vector; NaN where either is unknown.
  public float likeness(ContentVector vector) {
    return direction.length == 0 || vector.length() != direction.length
        ? Float.NaN
        : vector.cosine(direction);
  }
}
