/// The videos that can be recommended, folded from the events of the catalog.
///
/// Comes in: `VideoPublished`, `VideoUpdated`, `VideoRemoved` from the log. Goes out: the
/// [VideoTable][dev.marquee.engine.catalog.VideoTable], which features, retrieval and re-ranking
/// read by dense ordinals.
package dev.marquee.engine.catalog;
