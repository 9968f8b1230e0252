package dev.marquee.engine.serving;

import dev.marquee.engine.ranking.Ranker;
import dev.marquee.engine.ranking.Ranking;
import dev.marquee.engine.retrieval.Candidate;
import dev.marquee.engine.retrieval.CircuitBreaker;
import dev.marquee.engine.retrieval.Query;
import java.util.List;

/// A ranker with an estimate of its speed. Safe for use by many threads.
///
/// @param name for traces
/// @param breaker skips the ranker while it is too slow
public record PacedRanker(String name, Ranker ranker, RankingPace pace, CircuitBreaker breaker) {

  public static PacedRanker of(String name, Ranker ranker) {
    return new PacedRanker(
        name,
        ranker,
        new RankingPace(BudgetShares.defaults().ranking()),
        new CircuitBreaker(1, RankerChainSettings.defaults().probeEvery()));
  }

  Ranking rank(Query query, List<Candidate> candidates) {
    long begin = System.nanoTime();
    Ranking ranking = ranker.rank(query, candidates);
    pace.took(candidates.size(), System.nanoTime() - begin);
    return ranking;
  }
}
