package dev.marquee.engine.retrieval;

import dev.marquee.engine.catalog.VideoTable;
import dev.marquee.engine.events.VideoDetails;
import dev.marquee.engine.features.TowerFeatures;
import dev.marquee.engine.features.UserState;
import dev.marquee.engine.math.TopK;
import dev.marquee.engine.models.TwoTowerModel;
import java.util.concurrent.ConcurrentHashMap;

/// Videos whose vectors point where the viewer's does.
///
/// The viewer's vector is made of the history of this moment, so the next request after a click
/// knows of it. A video that training never met has a vector of its channel, categories, language
/// and length as soon as a snapshot has it. Scores all videos: an index is for larger catalogs.
public final class TwoTowerSource implements CandidateSource {

  private final TwoTowerModel model;

  /// Rows and unit vectors of videos that training never met, by ordinal.
  private final ConcurrentHashMap<Integer, NewVideo> newVideos = new ConcurrentHashMap<>();

  // Nobody compares two of them.
  @SuppressWarnings("ArrayRecordComponent")
  private record NewVideo(VideoDetails details, float[] row, float[] unit) {}

  public TwoTowerSource(TwoTowerModel model) {
    this.model = model;
  }

  @Override
  public String name() {
    return "two-tower";
  }

  @Override
  public Scored find(Query query, int k) {
    VideoTable videos = query.snapshot().videos();
    UserState user = query.user();
    int d = model.dimension();
    int many = Math.min(user.historySize(), model.historyLength());
    if (many == 0) {
      return Scored.NONE;
    }
    float[] history = new float[many * d];
    for (int back = 0; back < many; back++) {
      int video = user.historyVideo(back);
      int item = model.items().item(videos, video);
      if (item >= 0) {
        model.row(item, history, back * d);
      } else {
        System.arraycopy(newVideo(videos, video).row, 0, history, back * d, d);
      }
    }
    long[] moment = TowerFeatures.ofMoment(user, query.context(), query.request().at());
    float[] viewer = model.query(history, many, moment);
    TopK best = new TopK(k);
    for (int video = 0; video < videos.size(); video++) {
      int item = model.items().item(videos, video);
      float score =
          item >= 0
              ? model.score(viewer, item)
              : model.scoreNew(viewer, newVideo(videos, video).unit);
      // Whether a viewer may see a video costs more than its score.
      if (best.wants(score) && query.eligibility().test(videos, video)) {
        best.add(video, score);
      }
    }
    return Scored.drain(best);
  }

  @SuppressWarnings("ReferenceEquality") // A table replaces the details of a video that changes.
  private NewVideo newVideo(VideoTable videos, int video) {
    VideoDetails details = videos.details(video);
    NewVideo known = newVideos.get(video);
    if (known == null || known.details != details) {
      float[] row = new float[model.dimension()];
      model.row(TowerFeatures.ofVideo(videos, video), new float[0], row, 0);
      float[] unit = row.clone();
      model.normalise(unit, 0);
      known = new NewVideo(details, row, unit);
      newVideos.put(video, known);
    }
    return known;
  }
}
