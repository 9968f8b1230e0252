package dev.marquee.engine.ranking;

import dev.marquee.engine.retrieval.Candidate;
import dev.marquee.engine.retrieval.Query;
import java.util.List;

/// Keeps the order of retrieval; serves while there is no model, or if the model fails.
public record RetrievalRanker() implements Ranker {

  @Override
  public Ranking rank(Query query, List<Candidate> candidates) {
    return new Ranking(
        "",
        candidates.stream().map(candidate -> Slot.unranked(candidate, candidate.score())).toList());
  }
}
