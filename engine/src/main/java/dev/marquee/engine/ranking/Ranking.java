package dev.marquee.engine.ranking;

import java.util.List;

/// The result of a ranker.
///
/// @param models version of the models that predicted; empty if none did
/// @param slots the best first
public record Ranking(String models, List<Slot> slots) {}
