package dev.marquee.engine.retrieval.sources;

import dev.marquee.engine.catalog.VideoTable;
import dev.marquee.engine.features.RequestContext;
import dev.marquee.engine.index.VectorIndexKind;
import dev.marquee.engine.index.ivf.IvfIndex;
import dev.marquee.engine.models.twotower.SavedIndex;
import dev.marquee.engine.models.twotower.TwoTowerModel;
import dev.marquee.engine.models.twotower.TwoTowerScores;
import dev.marquee.engine.retrieval.CandidateSource;
import dev.marquee.engine.retrieval.Query;
import dev.marquee.engine.retrieval.Scored;
import java.util.Optional;

/// Videos whose vectors point where the viewer's does.
///
/// The viewer's vector is made of the history of this moment, so the next request after a click
/// knows of it. A video that training never met has a vector of its channel, categories, language
/// and length as soon as a snapshot has it.
public final class TwoTowerSource implements CandidateSource {

  private final TwoTowerScores scores;
  private final VideoTower tower;

  /// Makes the index of the videos that there are; younger ones join it as queries bring them.
  public TwoTowerSource(TwoTowerModel model, VideoTable videos) {
    this(new TwoTowerScores(model), Optional.empty(), videos, IvfIndex.KIND);
  }

  /// The same with an index of a kind, or the one that was saved with the model, if it is of this
  /// kind.
  public TwoTowerSource(
      TwoTowerScores scores, Optional<SavedIndex> index, VideoTable videos, VectorIndexKind kind) {
    this.scores = scores;
    this.tower = new VideoTower(scores.vectors(), index, videos, kind);
  }

  @Override
  public Scored find(Query query, int k) {
    VideoTable videos = query.snapshot().videos();
    float[] viewer =
        scores.viewer(
            new RequestContext(query.user(), query.context(), query.request().at()), videos);
    if (viewer.length == 0) {
      return Scored.NONE;
    }
    tower.follow(videos);
    return tower.best(viewer, videos, query.eligibility(), k);
  }
}
