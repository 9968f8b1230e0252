package dev.marquee.engine.serving;

import dev.marquee.engine.ranking.Ranking;
import dev.marquee.engine.ranking.RetrievalRanker;
import dev.marquee.engine.retrieval.Candidate;
import dev.marquee.engine.retrieval.CircuitBreaker;
import dev.marquee.engine.retrieval.Query;
import java.util.List;

/// Rankers, the best first. The first one that has enough time ranks the candidates.
///
/// A ranker that is short of time ranks fewer candidates; if that would be too few, the next one
/// takes over. If none has time, the order of retrieval is kept.
///
/// @param rankers empty before the first training
record RankerChain(List<PacedRanker> rankers, RankerChainSettings settings) {

  private static final RetrievalRanker LAST_RESORT = new RetrievalRanker();

  RankerChain {
    rankers = List.copyOf(rankers);
  }

  Ranking rank(Query query, List<Candidate> candidates, Budget budget, TraceBuilder trace) {
    List<Candidate> best = first(candidates, settings.candidates());
    if (rankers.isEmpty()) {
      trace.degraded("no ranker yet: in the order of retrieval, run 'marquee train'");
      return LAST_RESORT.rank(query, best);
    }
    for (int i = 0; i < rankers.size(); i++) {
      PacedRanker ranker = rankers.get(i);
      long left = budget.nanosLeft();
      if (left < 0) {
        trace.lacks(ranker.name(), "no time left");
        break;
      }
      int affordable = Math.min(best.size(), ranker.pace().affordable(left));
      boolean isLast = i == rankers.size() - 1;
      if (!isLast && isSkipped(ranker, affordable, best.size())) {
        trace.lacks(
            ranker.name(), "no time for more than %d of %d".formatted(affordable, best.size()));
        continue;
      }
      try {
        Ranking ranking = ranker.rank(query, first(best, affordable));
        if (affordable < best.size()) {
          trace.lacks(
              ranker.name(),
              "%d of %d ranked, no time for more".formatted(affordable, best.size()));
        }
        return ranking;
      } catch (RuntimeException e) {
        trace.lacks(ranker.name(), TraceBuilder.why(e));
      }
    }
    trace.degraded("in the order of retrieval");
    return LAST_RESORT.rank(query, best);
  }

  private boolean isSkipped(PacedRanker ranker, int affordable, int wanted) {
    CircuitBreaker breaker = ranker.breaker();
    if (affordable >= Math.min(wanted, settings.enough())) {
      breaker.close();
      return false;
    }
    breaker.open();
    return !breaker.allows();
  }

  private static List<Candidate> first(List<Candidate> candidates, int max) {
    return candidates.size() > max ? candidates.subList(0, max) : candidates;
  }
}
