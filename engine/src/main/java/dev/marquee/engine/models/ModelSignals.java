package dev.marquee.engine.models;

import dev.marquee.engine.catalog.VideoTable;
import dev.marquee.engine.features.LearnedScore;
import dev.marquee.engine.features.RequestContext;
import dev.marquee.engine.features.Signals;
import dev.marquee.engine.models.als.AlsScores;
import dev.marquee.engine.models.graph.WalkScores;
import dev.marquee.engine.models.twotower.TwoTowerScores;
import java.util.List;

/// The learned scores from one training run's models. Which scores exist is part of the row format.
public record ModelSignals(AlsScores als, TwoTowerScores twoTower, WalkScores walk)
    implements Signals {

  /// The kinds of models that compute them.
  public static final List<ModelKind<?>> KINDS =
      List.of(ModelKinds.ALS, ModelKinds.TWO_TOWER, ModelKinds.GRAPH);

  public static ModelSignals of(RetrievalModels models) {
    return new ModelSignals(
        new AlsScores(models.get(ModelKinds.ALS)),
        new TwoTowerScores(models.get(ModelKinds.TWO_TOWER)),
        new WalkScores(models.get(ModelKinds.GRAPH)));
  }

  @Override
  public void score(RequestContext moment, VideoTable table, int[] videos, float[] into) {
    int offset = 0;
    for (LearnedScore score : LearnedScore.ALL) {
      switch (score) {
        case ALS -> als.score(moment.user(), table, videos, into, offset);
        case TWO_TOWER -> twoTower.score(moment, table, videos, into, offset);
        case WALK -> walk.score(moment.user(), table, videos, into, offset);
      }
      offset += videos.length;
    }
  }
}
