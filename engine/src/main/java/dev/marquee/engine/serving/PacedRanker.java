package dev.marquee.engine.serving;

import dev.marquee.engine.ranking.Ranker;
import dev.marquee.engine.ranking.Ranking;
import dev.marquee.engine.retrieval.Candidate;
import dev.marquee.engine.retrieval.Query;
import java.util.List;

/// A ranker of which is known how long it takes. Safe for use by many threads.
///
/// @param name for traces
public record PacedRanker(String name, Ranker ranker, RankingPace pace) {

  public static PacedRanker of(String name, Ranker ranker) {
    return new PacedRanker(name, ranker, new RankingPace());
  }

  Ranking rank(Query query, List<Candidate> candidates) {
    long begin = System.nanoTime();
    Ranking ranking = ranker.rank(query, candidates);
    pace.took(candidates.size(), System.nanoTime() - begin);
    return ranking;
  }
}
