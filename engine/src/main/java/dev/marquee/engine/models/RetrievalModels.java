package dev.marquee.engine.models;

/// What candidate sources look things up in, learned in one run from the same histories.
///
/// @param als matrix factorisation
/// @param twoTower vectors of viewers and videos
/// @param itemToItem what the same viewers watched
/// @param graph where a step of link propagation leads
/// @param walk the graph that random walks go on
public record RetrievalModels(
    AlsModel als,
    TwoTowerModel twoTower,
    ItemNeighbours itemToItem,
    ItemNeighbours graph,
    WalkGraph walk) {}
