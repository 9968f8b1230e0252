package dev.marquee.engine.serving;

import dev.marquee.engine.ranking.Ranking;
import dev.marquee.engine.ranking.Slot;
import dev.marquee.engine.reranking.Filter;
import dev.marquee.engine.reranking.Reranker;
import dev.marquee.engine.retrieval.CircuitBreaker;
import dev.marquee.engine.retrieval.Query;
import dev.marquee.engine.retrieval.Retrieval;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/// Retrieval, ranking and re-ranking in one pass over a query. The same object serves live requests
/// and is replayed by evaluation; [FunnelFactory] creates it. Safe for use by many threads.
///
/// @param arm the experiment arm
/// @param retrieval finds candidates
/// @param ranking orders them
/// @param rerankedMost maximum number of ranked candidates that enter re-ranking
/// @param filters drop what must not be shown
/// @param rerankers list-wise steps, applied in order
/// @param shares how the request's time is divided
public record Funnel(
    String arm,
    Retrieval retrieval,
    RankerChain ranking,
    int rerankedMost,
    List<Filter> filters,
    List<Reranker> rerankers,
    BudgetShares shares) {

  public Funnel {
    filters = List.copyOf(filters);
    rerankers = List.copyOf(rerankers);
  }

  /// The same with other rankers.
  Funnel withRankers(List<PacedRanker> others) {
    var chain = new RankerChain(others, ranking.settings());
    return new Funnel(arm, retrieval, chain, rerankedMost, filters, rerankers, shares);
  }

  /// The circuit breakers of its sources and rankers, by name.
  public Map<String, CircuitBreaker> breakers() {
    Map<String, CircuitBreaker> breakers = new LinkedHashMap<>(retrieval.breakers());
    ranking.rankers().forEach(ranker -> breakers.put(ranker.name(), ranker.breaker()));
    return breakers;
  }

  /// Runs the funnel. A failed part causes no exception: the trace names it.
  public Slate run(Query query) {
    Budget budget = Budget.of(query.request(), shares);
    var trace = new TraceBuilder();

    Retrieval.RetrievalResult retrieved = retrieval.find(query, budget.retrievalEnd());
    retrieved.failed().forEach(trace::lacks);
    trace.left("retrieved", retrieved.candidates().size());
    trace.took("retrieval", budget.start());

    long rankingStart = System.nanoTime();
    Ranking ranked = ranking.rank(query, retrieved.candidates(), budget, trace);
    trace.left("ranked", ranked.slots().size());
    trace.took("ranking", rankingStart);

    long rerankingStart = System.nanoTime();
    List<Predicate<Slot>> tests = filters.stream().map(one -> test(one, query, trace)).toList();
    List<Slot> kept = filter(ranked.slots(), tests, query.request().limit(), trace);
    trace.left("filtered", kept.size());
    List<Slot> slots = refill(rerank(kept, query, trace), tests, query, trace);
    trace.left("answered", slots.size());
    trace.took("reranking", rerankingStart);
    trace.took("total", budget.start());

    breakers().forEach(trace::breaker);
    return new Slate(
        query,
        slots,
        trace.degraded(),
        trace.build(arm, ranked.models(), query, retrieved.found()));
  }

  /// The test of a filter. If the filter fails nothing passes, because what it would drop is
  /// unknown.
  private static Predicate<Slot> test(Filter filter, Query query, TraceBuilder trace) {
    try {
      Predicate<Slot> test = filter.forQuery(query);
      return slot -> {
        try {
          return test.test(slot);
        } catch (RuntimeException e) {
          trace.failed(filter.name(), e);
          return false;
        }
      };
    } catch (RuntimeException e) {
      trace.failed(filter.name(), e);
      return slot -> false;
    }
  }

  private List<Slot> filter(
      List<Slot> ranked, List<Predicate<Slot>> tests, int limit, TraceBuilder trace) {
    int max = Math.max(rerankedMost, limit);
    List<Slot> kept = new ArrayList<>(max);
    for (Slot slot : ranked) {
      int refusing = 0;
      while (refusing < tests.size() && tests.get(refusing).test(slot)) {
        refusing++;
      }
      if (refusing < tests.size()) {
        trace.dropped(filters.get(refusing).name());
      } else if (kept.size() < max) {
        kept.add(slot);
      } else {
        break;
      }
    }
    return kept;
  }

  private List<Slot> rerank(List<Slot> kept, Query query, TraceBuilder trace) {
    int limit = query.request().limit();
    List<Slot> slots = kept;
    for (int i = 0; i < rerankers.size(); i++) {
      Reranker reranker = rerankers.get(i);
      // Only the last re-ranker shortens the list, so that each one has all videos to choose from.
      int length = i == rerankers.size() - 1 ? limit : slots.size();
      try {
        slots = reranker.rerank(query, slots, length);
      } catch (RuntimeException e) {
        trace.failed(reranker.name(), e);
      }
    }
    return slots.size() > limit ? slots.subList(0, limit) : slots;
  }

  private static List<Slot> refill(
      List<Slot> slots, List<Predicate<Slot>> tests, Query query, TraceBuilder trace) {
    int limit = query.request().limit();
    if (slots.size() >= limit) {
      return slots;
    }
    List<Slot> longer =
        Refill.of(query, slot -> tests.stream().allMatch(test -> test.test(slot)), slots);
    trace.left("refilled", longer.size() - slots.size());
    if (longer.size() < limit) {
      trace.degraded(
          "%d of %d: no more videos are eligible for this viewer".formatted(longer.size(), limit));
    }
    return longer;
  }
}
