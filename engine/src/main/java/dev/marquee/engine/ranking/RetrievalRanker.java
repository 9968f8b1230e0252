package dev.marquee.engine.ranking;

import dev.marquee.engine.retrieval.Candidate;
import dev.marquee.engine.retrieval.Query;
import java.util.List;

/// Keeps the order of retrieval: what is served while there is no model, or when it fails.
public record RetrievalRanker() implements Ranker {

  @Override
  public Ranking rank(Query query, List<Candidate> candidates) {
    return new Ranking(
        "",
        candidates.stream().map(candidate -> Slot.unranked(candidate, candidate.score())).toList());
  }
}
