package dev.marquee.engine.models;

import dev.marquee.engine.catalog.VideoTable;
import dev.marquee.engine.features.LearnedScore;
import dev.marquee.engine.features.RequestContext;
import dev.marquee.engine.features.Signals;
import dev.marquee.engine.models.als.AlsScores;
import dev.marquee.engine.models.graph.WalkScores;
import dev.marquee.engine.models.twotower.TwoTowerScores;

/// The learned scores of one training run's models.
public record ModelSignals(AlsScores als, TwoTowerScores twoTower, WalkScores walk)
    implements Signals {

  public static ModelSignals of(RetrievalModels models) {
    return new ModelSignals(
        new AlsScores(models.als()),
        new TwoTowerScores(models.twoTower()),
        new WalkScores(models.graph()));
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
