package dev.marquee.engine.content;

import dev.marquee.engine.catalog.VideoTable;
import dev.marquee.engine.events.ContentVector;
import dev.marquee.engine.math.Vectors;
import dev.marquee.engine.state.UserState;
import it.unimi.dsi.fastutil.ints.IntOpenHashSet;

/// Where the viewer's latest positive watches point, by the vectors of the platform's own encoder.
///
/// Nothing is learned: a watch and a video of this moment count at once.
public final class ContentProfile {

  /// A unit vector; empty where nothing is known.
  private final float[] direction;

  private ContentProfile(float[] direction) {
    this.direction = direction;
  }

  /// The taste of a viewer. Vectors of other lengths than the latest watched one count for nothing.
  public static ContentProfile of(UserState user, VideoTable videos) {
    float[] sum = sum(user, videos, length(user, videos), UserState.RECENCY);
    float square = Vectors.squaredNorm(sum, 0, sum.length);
    if (square == 0) {
      return new ContentProfile(new float[0]);
    }
    Vectors.scale((float) (1 / Math.sqrt(square)), sum, 0, sum.length);
    return new ContentProfile(sum);
  }

  /// The length of the latest watched video's vector that has one; 0 where none has.
  private static int length(UserState user, VideoTable videos) {
    for (int back = 0; back < user.historySize(); back++) {
      ContentVector vector = vector(videos, user.historyVideo(back));
      if (!vector.isEmpty()) {
        return vector.length();
      }
    }
    return 0;
  }

  /// The sum of the watched videos' directions, zero where none has one. The latest weighs 1 and
  /// each one before it `recency` times the one after.
  ///
  /// @param length of the vectors that count
  public static float[] sum(UserState user, VideoTable videos, int length, float recency) {
    float[] sum = new float[length];
    float weight = 1;
    var seen = new IntOpenHashSet();
    for (int back = 0; length > 0 && back < user.historySize(); back++) {
      int video = user.historyVideo(back);
      ContentVector vector = vector(videos, video);
      // Watched again, it counts once, as the latest time.
      if (vector.length() == length && seen.add(video)) {
        vector.addDirection(weight, sum);
        weight *= recency;
      }
    }
    return sum;
  }

  /// A viewer's state may be younger than the table.
  private static ContentVector vector(VideoTable videos, int video) {
    return video < videos.size() ? videos.details(video).vector() : ContentVector.NONE;
  }

  /// The cosine of the taste and a video's vector; NaN where either is unknown.
  public float likeness(ContentVector vector) {
    return direction.length == 0 || vector.length() != direction.length
        ? Float.NaN
        : vector.cosine(direction);
  }
}
