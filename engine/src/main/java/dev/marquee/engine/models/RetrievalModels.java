package dev.marquee.engine.models;

import dev.marquee.engine.models.als.AlsModel;
import dev.marquee.engine.models.graph.ItemNeighbours;
import dev.marquee.engine.models.graph.WalkGraph;
import dev.marquee.engine.models.twotower.SavedIndex;
import dev.marquee.engine.models.twotower.TwoTowerModel;
import java.util.Optional;

/// What candidate sources look things up in, learned in one run from the same histories.
///
/// @param als matrix factorisation
/// @param twoTower vectors of viewers and videos
/// @param index of the two towers' videos; empty where none was saved, so that each reader builds
///   one
/// @param itemToItem what the same viewers watched
/// @param graph where a step of link propagation leads
/// @param walk the graph that random walks go on
public record RetrievalModels(
    AlsModel als,
    TwoTowerModel twoTower,
    Optional<SavedIndex> index,
    ItemNeighbours itemToItem,
    ItemNeighbours graph,
    WalkGraph walk) {

  /// Models that are not saved yet.
  public RetrievalModels(
      AlsModel als,
      TwoTowerModel twoTower,
      ItemNeighbours itemToItem,
      ItemNeighbours graph,
      WalkGraph walk) {
    this(als, twoTower, Optional.empty(), itemToItem, graph, walk);
  }
}
