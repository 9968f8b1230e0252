package dev.marquee.engine.training;

import dev.marquee.engine.Doc;
import dev.marquee.engine.Progress;
import dev.marquee.engine.math.Parallel;
import dev.marquee.engine.models.Items;
import dev.marquee.engine.models.ModelSignals;
import dev.marquee.engine.models.RetrievalModels;
import dev.marquee.engine.models.als.AlsModel;
import dev.marquee.engine.models.als.AlsScores;
import dev.marquee.engine.models.graph.ItemNeighbours;
import dev.marquee.engine.models.graph.WalkGraph;
import dev.marquee.engine.models.graph.WalkScores;
import dev.marquee.engine.models.twotower.TwoTowerModel;
import dev.marquee.engine.models.twotower.TwoTowerScores;
import dev.marquee.engine.training.als.AlsSettings;
import dev.marquee.engine.training.als.AlsTrainer;
import dev.marquee.engine.training.examples.WatchHistories;
import dev.marquee.engine.training.neighbours.ItemSimilarity;
import dev.marquee.engine.training.neighbours.LinkPropagation;
import dev.marquee.engine.training.twotower.TwoTowerSettings;
import dev.marquee.engine.training.twotower.TwoTowerTrainer;

/// How the models of all candidate sources learn.
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

  /// Trains all of them on the same histories.
  RetrievalModels train(WatchHistories histories, Progress progress) throws InterruptedException {
    Items items = new Items(histories.videoIds());
    return new RetrievalModels(
        trainAls(histories, progress),
        trainTowers(histories, progress),
        new ItemNeighbours(items, itemToItem.of(histories.matrix(), parallel(), progress)),
        trainGraph(items, histories, progress),
        new WalkGraph(items, histories.matrix(), walk));
  }

  /// Trains those alone whose scores rows carry.
  ModelSignals trainSignals(WatchHistories histories, Progress progress)
      throws InterruptedException {
    Items items = new Items(histories.videoIds());
    return new ModelSignals(
        new AlsScores(trainAls(histories, progress)),
        new TwoTowerScores(trainTowers(histories, progress)),
        new WalkScores(trainGraph(items, histories, progress)));
  }

  private ItemNeighbours trainGraph(Items items, WatchHistories histories, Progress progress)
      throws InterruptedException {
    return new ItemNeighbours(
        items,
        new LinkPropagation(histories.matrix(), graph)
            .neighbours(neighbours, parallel(), progress));
  }

  private Parallel parallel() {
    return new Parallel(twoTower.threads());
  }

  private AlsModel trainAls(WatchHistories histories, Progress progress)
      throws InterruptedException {
    return new AlsTrainer(als).train(histories.matrix(), histories.videoIds(), progress);
  }

  private TwoTowerModel trainTowers(WatchHistories histories, Progress progress)
      throws InterruptedException {
    WatchHistories read = towerFeatures ? histories : histories.withoutFeatures();
    return new TwoTowerTrainer(twoTower)
        .train(read.towers(), read.names(), TwoTowerTrainer.Epochs.ALL, progress);
  }
}
