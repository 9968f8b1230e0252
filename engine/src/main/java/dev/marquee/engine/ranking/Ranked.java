package dev.marquee.engine.ranking;

import dev.marquee.engine.retrieval.Candidate;

/// A candidate with its predictions and its place's reason: the value.
///
/// @param row its row in [Ranking#rows]; -1 where none was built
/// @param pClick P(click | shown); 0 where no model ran
/// @param pWatch P(watched to completion | clicked); 0 where no model ran
/// @param value what orders the list
public record Ranked(Candidate candidate, int row, float pClick, float pWatch, float value) {

  public int video() {
    return candidate.video();
  }
}
