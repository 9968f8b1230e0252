package dev.marquee.engine.models.twotower;

import dev.marquee.engine.catalog.VideoTable;
import dev.marquee.engine.features.RequestContext;
import dev.marquee.engine.math.Vectors;
import dev.marquee.engine.state.UserState;
import java.util.Arrays;

/// Two-tower's score: the cosine of the viewer's vector, made of the history of this moment, and
/// the video's.
///
/// What everybody likes of a video is left out: rows count that themselves, as of now. Safe for use
/// by many threads.
public final class TwoTowerScores {

  private final TwoTowerModel model;
  private final VideoVectors vectors;

  public TwoTowerScores(TwoTowerModel model) {
    this.model = model;
    this.vectors = new VideoVectors(model);
  }

  /// What the model makes of videos.
  public VideoVectors vectors() {
    return vectors;
  }

  /// The viewer's unit vector, empty where nothing was watched.
  public float[] viewer(RequestContext moment, VideoTable table) {
    UserState user = moment.user();
    int d = model.dimension();
    float[] history = new float[Math.min(user.historySize(), model.historyLength()) * d];
    int count = 0;
    for (int back = 0; back * d < history.length; back++) {
      if (vectors.row(table, user.historyVideo(back), history, count * d)) {
        count++;
      }
    }
    return count == 0 ? new float[0] : model.query(history, count, moment.towerFeatures());
  }

  /// Writes a score for each of `videos` from `into[offset]` on; NaN where the viewer watched
  /// nothing.
  public void score(
      RequestContext moment, VideoTable table, int[] videos, float[] into, int offset) {
    float[] viewer = viewer(moment, table);
    if (viewer.length == 0) {
      Arrays.fill(into, offset, offset + videos.length, Float.NaN);
      return;
    }
    float[] vector = new float[vectors.dimension()];
    for (int i = 0; i < videos.length; i++) {
      vectors.vector(table, videos[i], vector, 0);
      into[offset + i] = Vectors.dot(viewer, 0, vector, 0, viewer.length);
    }
  }
}
