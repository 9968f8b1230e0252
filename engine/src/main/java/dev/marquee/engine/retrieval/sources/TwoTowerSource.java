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

/// Videos whose vectors are nearest to the viewer's vector.
///
/// The viewer's vector is computed from the history at request time, so a click affects the next
/// request. The vector of a video that training did not see is computed from its channel,
/// categories, language and length as soon as a snapshot contains it.
public final class TwoTowerSource implements CandidateSource {

  private final TwoTowerScores scores;
  private final VideoTower tower;

  /// Builds an index of the existing videos; queries with newer snapshots add newer videos.
  public TwoTowerSource(TwoTowerModel model, VideoTable videos) {
    this(new TwoTowerScores(model), Optional.empty(), videos, IvfIndex.KIND);
  }

  /// The same with an index of the given kind; uses the index saved with the model if it is of this
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
