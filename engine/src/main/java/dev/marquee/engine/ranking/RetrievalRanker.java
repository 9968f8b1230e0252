package dev.marquee.engine.ranking;

import dev.marquee.engine.retrieval.Candidate;
import dev.marquee.engine.retrieval.Query;
import java.util.List;
import java.util.Optional;

/// Keeps the order of retrieval: what is served while there is no model, or when it fails.
public record RetrievalRanker() implements Ranker {

  @Override
  public Ranking rank(Query query, List<Candidate> candidates) {
    List<Ranked> ranked =
        candidates.stream()
            .map(candidate -> new Ranked(candidate, -1, 0, 0, candidate.score()))
            .toList();
    return new Ranking("", Optional.empty(), ranked);
  }
}
