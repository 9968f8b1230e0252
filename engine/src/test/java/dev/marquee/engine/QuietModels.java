package dev.marquee.engine;

import dev.marquee.engine.math.CsrMatrix;
import dev.marquee.engine.models.AlsModel;
import dev.marquee.engine.models.HistoryReading;
import dev.marquee.engine.models.ItemNeighbours;
import dev.marquee.engine.models.Items;
import dev.marquee.engine.models.RetrievalModels;
import dev.marquee.engine.models.TwoTowerModel;
import dev.marquee.engine.models.WalkGraph;
import java.util.List;

/// Retrieval in which only matrix factorisation has something to say.
public final class QuietModels {

  private static final int[] NOBODY = {};

  private QuietModels() {}

  public static RetrievalModels around(AlsModel als) {
    Items none = new Items(List.of());
    CsrMatrix empty = CsrMatrix.of(0, 0, NOBODY, NOBODY);
    return new RetrievalModels(
        als,
        twoTower(),
        new ItemNeighbours(none, empty),
        new ItemNeighbours(none, empty),
        new WalkGraph(none, empty, WalkGraph.Exponents.defaults()));
  }

  private static TwoTowerModel twoTower() {
    float[] nothing = {};
    return new TwoTowerModel(
        1,
        1,
        List.of(),
        nothing,
        nothing,
        new long[0],
        nothing,
        new long[0],
        nothing,
        new float[1],
        0,
        nothing,
        HistoryReading.mean(0, 0));
  }
}
