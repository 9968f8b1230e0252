package dev.marquee.engine.training;

import dev.marquee.engine.Doc;
import dev.marquee.engine.Progress;
import dev.marquee.engine.models.Items;
import dev.marquee.engine.models.ModelKind;
import dev.marquee.engine.models.ModelKinds;
import dev.marquee.engine.models.ModelSignals;
import dev.marquee.engine.models.RetrievalModels;
import dev.marquee.engine.models.graph.WalkGraph;
import dev.marquee.engine.training.als.AlsSettings;
import dev.marquee.engine.training.examples.WatchHistories;
import dev.marquee.engine.training.neighbours.ItemSimilarity;
import dev.marquee.engine.training.neighbours.LinkPropagation;
import dev.marquee.engine.training.twotower.TwoTowerSettings;
import java.util.List;

/// Training settings of the models of all candidate sources.
public record RetrievalSettings(
    @Doc("implicit ALS (iALS)") AlsSettings als,
    @Doc("the two towers") TwoTowerSettings twoTower,
    @Doc("whether the towers read what is known of videos and moments beside which videos they are")
        boolean towerFeatures,
    @Doc("the item-to-item table") ItemSimilarity itemToItem,
    @Doc("link propagation") LinkPropagation.Exponents graph,
    @Doc("the random walk's graph") WalkGraph.Exponents walk,
    @Doc("how many items each item keeps in the tables of item-to-item and of link propagation")
        int neighbours) {

  public static RetrievalSettings defaults() {
    return new RetrievalSettings(
        AlsSettings.defaults(),
        TwoTowerSettings.defaults(),
        true,
        new ItemSimilarity(
            ItemSimilarity.Measure.COSINE,
            0.7,
            ItemSimilarity.Weighting.TF_IDF,
            10,
            200,
            ItemSimilarity.Keep.PER_HISTORY),
        new LinkPropagation.Exponents(0.7, 0.7, 0.3),
        WalkGraph.Exponents.defaults(),
        200);
  }

  /// Trains all models on the same histories.
  RetrievalModels train(WatchHistories histories, Progress progress) throws InterruptedException {
    return train(histories, ModelKinds.ALL, progress);
  }

  /// Trains only the models whose scores are part of a row.
  ModelSignals trainSignals(WatchHistories histories, Progress progress)
      throws InterruptedException {
    return ModelSignals.of(train(histories, ModelSignals.KINDS, progress));
  }

  private RetrievalModels train(
      WatchHistories histories, List<ModelKind<?>> kinds, Progress progress)
      throws InterruptedException {
    var lesson = new Learner.Lesson(this, histories, new Items(histories.videoIds()), progress);
    RetrievalModels models = RetrievalModels.NONE;
    for (Learner<?> learner : Learners.ALL) {
      if (kinds.contains(learner.kind())) {
        models = learner.addTo(models, lesson);
      }
    }
    return models;
  }
}
