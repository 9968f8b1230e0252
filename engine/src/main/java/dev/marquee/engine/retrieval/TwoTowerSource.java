package dev.marquee.engine.retrieval;

import dev.marquee.engine.catalog.VideoTable;
import dev.marquee.engine.features.TowerFeatures;
import dev.marquee.engine.features.UserState;
import dev.marquee.engine.models.SavedIndex;
import dev.marquee.engine.models.TwoTowerModel;
import java.util.Optional;

/// Videos whose vectors point where the viewer's does.
///
/// The viewer's vector is made of the history of this moment, so the next request after a click
/// knows of it. A video that training never met has a vector of its channel, categories, language
/// and length as soon as a snapshot has it.
public final class TwoTowerSource implements CandidateSource {

  private final TwoTowerModel model;
  private final VideoTower tower;

  /// Makes the index of the videos that there are; younger ones join it as queries bring them.
  public TwoTowerSource(TwoTowerModel model, VideoTable videos) {
    this(model, Optional.empty(), videos);
  }

  /// The same with the index that was saved with the model, if there is one.
  public TwoTowerSource(TwoTowerModel model, Optional<SavedIndex> index, VideoTable videos) {
    this.model = model;
    this.tower = new VideoTower(model, index, videos);
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
    int longest = Math.min(user.historySize(), model.historyLength());
    if (longest == 0) {
      return Scored.NONE;
    }
    tower.follow(videos);
    float[] history = new float[longest * d];
    int many = 0;
    for (int back = 0; back < longest; back++) {
      if (tower.row(videos, user.historyVideo(back), history, many * d)) {
        many++;
      }
    }
    long[] moment = TowerFeatures.ofMoment(user, query.context(), query.request().at());
    float[] viewer = model.query(history, many, moment);
    return tower.best(viewer, videos, query.eligibility(), k);
  }
}
