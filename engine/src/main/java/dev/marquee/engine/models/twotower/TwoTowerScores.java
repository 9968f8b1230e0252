package dev.marquee.engine.models.twotower;

import dev.marquee.engine.catalog.VideoTable;
import dev.marquee.engine.features.RequestContext;
import dev.marquee.engine.math.Vectors;
import dev.marquee.engine.state.UserState;
import java.util.Arrays;

/// The two-tower score: the cosine of the video's vector and the viewer's, which is computed from
/// the current history.
///
/// The item bias is left out: feature rows have current popularity counters of their own. Safe for
/// use by many threads.
public final class TwoTowerScores {

  private final TwoTowerModel model;
  private final VideoVectors vectors;

  public TwoTowerScores(TwoTowerModel model) {
    this.model = model;
    this.vectors = new VideoVectors(model);
  }

  /// The model's rows and vectors of videos.
  public VideoVectors vectors() {
    return vectors;
  }

  /// The viewer's unit vector; empty if nothing was watched.
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

  /// Writes a score for each of `videos`, starting at `into[offset]`; NaN if the viewer watched
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
