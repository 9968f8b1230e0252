package dev.marquee.engine.ranking;

import java.util.List;

/// What a ranker gives.
///
/// @param models version of the models that predicted; empty where none did
/// @param slots the best first
public record Ranking(String models, List<Slot> slots) {}
