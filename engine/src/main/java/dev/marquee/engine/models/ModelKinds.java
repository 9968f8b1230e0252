package dev.marquee.engine.models;

import dev.marquee.engine.models.als.AlsModel;
import dev.marquee.engine.models.graph.ItemNeighbours;
import dev.marquee.engine.models.graph.WalkGraph;
import dev.marquee.engine.models.twotower.TwoTowerModel;
import java.util.List;

/// The kinds of models that a version of models has for its candidate sources. Each is declared
/// here, and how it learns where all of that is declared, in training.
public final class ModelKinds {

  /// Matrix factorisation.
  public static final ModelKind<AlsModel> ALS =
      new ModelKind<>("als", AlsModel::read, AlsModel::write);

  /// Vectors of viewers and videos.
  public static final ModelKind<TwoTowerModel> TWO_TOWER =
      new ModelKind<>("two-tower", TwoTowerModel::read, TwoTowerModel::write);

  /// What the same viewers watched.
  public static final ModelKind<ItemNeighbours> ITEM_TO_ITEM =
      new ModelKind<>("item-to-item", ItemNeighbours::read, ItemNeighbours::write);

  /// Where a step of link propagation leads.
  public static final ModelKind<ItemNeighbours> GRAPH =
      new ModelKind<>("graph", ItemNeighbours::read, ItemNeighbours::write);

  /// The graph that random walks go on.
  public static final ModelKind<WalkGraph> WALK =
      new ModelKind<>("walk", WalkGraph::read, WalkGraph::write);

  public static final List<ModelKind<?>> ALL = List.of(ALS, TWO_TOWER, ITEM_TO_ITEM, GRAPH, WALK);

  private ModelKinds() {}
}
