package dev.marquee.engine.models;

import dev.marquee.engine.models.als.AlsModel;
import dev.marquee.engine.models.graph.ItemNeighbours;
import dev.marquee.engine.models.graph.WalkGraph;
import dev.marquee.engine.models.twotower.TwoTowerModel;
import java.util.List;

/// The kinds of models that a version holds for its candidate sources. Their trainers are declared
/// in the training package.
public final class ModelKinds {

  /// Matrix factorisation.
  public static final ModelKind<AlsModel> ALS =
      new ModelKind<>("als", AlsModel::read, AlsModel::write);

  /// Viewer and video vectors.
  public static final ModelKind<TwoTowerModel> TWO_TOWER =
      new ModelKind<>("two-tower", TwoTowerModel::read, TwoTowerModel::write);

  /// Co-watch similarity between videos.
  public static final ModelKind<ItemNeighbours> ITEM_TO_ITEM =
      new ModelKind<>("item-to-item", ItemNeighbours::read, ItemNeighbours::write);

  /// Neighbours by one step of link propagation.
  public static final ModelKind<ItemNeighbours> GRAPH =
      new ModelKind<>("graph", ItemNeighbours::read, ItemNeighbours::write);

  /// The graph that random walks run on.
  public static final ModelKind<WalkGraph> WALK =
      new ModelKind<>("walk", WalkGraph::read, WalkGraph::write);

  public static final List<ModelKind<?>> ALL = List.of(ALS, TWO_TOWER, ITEM_TO_ITEM, GRAPH, WALK);

  private ModelKinds() {}
}
