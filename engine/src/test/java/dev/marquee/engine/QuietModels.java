package dev.marquee.engine;

import dev.marquee.engine.catalog.Columns;
import dev.marquee.engine.features.FeatureRows;
import dev.marquee.engine.math.CsrMatrix;
import dev.marquee.engine.models.Fusion;
import dev.marquee.engine.models.Items;
import dev.marquee.engine.models.Manifest;
import dev.marquee.engine.models.ModelKinds;
import dev.marquee.engine.models.Models;
import dev.marquee.engine.models.RetrievalModels;
import dev.marquee.engine.models.als.AlsLoss;
import dev.marquee.engine.models.als.AlsModel;
import dev.marquee.engine.models.graph.ItemNeighbours;
import dev.marquee.engine.models.graph.WalkGraph;
import dev.marquee.engine.models.twotower.HistoryReading;
import dev.marquee.engine.models.twotower.TwoTowerModel;
import dev.marquee.testkit.Rankers;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// Models in which one part has something to say and the others nothing.
public final class QuietModels {

  private static final int[] NOBODY = {};

  private QuietModels() {}

  /// Retrieval in which only matrix factorisation has something to say.
  public static RetrievalModels around(AlsModel als) {
    float[] nothing = {};
    return of(als, twoTower(1, List.of(), nothing, new long[0], HistoryReading.mean(0, 0)));
  }

  /// Retrieval in which only two towers have.
  public static RetrievalModels around(TwoTowerModel towers) {
    return of(new AlsModel(new AlsLoss(0.1, 0.003, 1), 1, List.of(), new float[0]), towers);
  }

  private static RetrievalModels of(AlsModel als, TwoTowerModel towers) {
    Items none = new Items(List.of());
    CsrMatrix empty = CsrMatrix.of(0, 0, NOBODY, NOBODY);
    return RetrievalModels.NONE
        .with(ModelKinds.ALS, als)
        .with(ModelKinds.TWO_TOWER, towers)
        .with(ModelKinds.ITEM_TO_ITEM, new ItemNeighbours(none, empty))
        .with(ModelKinds.GRAPH, new ItemNeighbours(none, empty))
        .with(ModelKinds.WALK, new WalkGraph(none, empty, WalkGraph.Exponents.defaults()));
  }

  /// A version that can be saved, whose ranker gives all videos the same chances.
  ///
  /// @param logit of each chance
  public static Models version(
      String version, RetrievalModels retrieval, Fusion fusion, float logit) {
    return new Models(
        new Manifest(
            version,
            new Manifest.Run(Instant.EPOCH, Instant.EPOCH, Instant.EPOCH, 0, 0, 1, "test"),
            FeatureRows.DENSE_NAMES,
            Columns.NONE,
            Map.of(),
            Map.of(),
            Map.of()),
        retrieval,
        fusion,
        Rankers.same(logit));
  }

  /// Towers of which a viewer's vector is the mean of what was watched, and nothing else counts.
  ///
  /// @param rows one for each item
  public static TwoTowerModel twoTower(int dimension, List<String> items, float... rows) {
    return twoTower(dimension, items, rows, new long[0], HistoryReading.mean(50, 0));
  }

  /// The same with features of videos, each of which has a row of ones.
  public static TwoTowerModel twoTower(
      int dimension, List<String> items, float[] rows, long[] features) {
    return twoTower(dimension, items, rows, features, HistoryReading.mean(50, 0));
  }

  private static TwoTowerModel twoTower(
      int dimension, List<String> items, float[] rows, long[] features, HistoryReading history) {
    float[] same = new float[dimension * dimension];
    for (int i = 0; i < dimension; i++) {
      same[i * dimension + i] = 1;
    }
    float[] ones = new float[features.length * dimension];
    Arrays.fill(ones, 1);
    return new TwoTowerModel(
        dimension,
        0.1,
        new TwoTowerModel.ItemRows(items, rows, new float[items.size()]),
        new TwoTowerModel.TokenRows(features, ones),
        TwoTowerModel.TokenRows.NONE,
        TwoTowerModel.Maps.withoutContent(same),
        history);
  }
}
