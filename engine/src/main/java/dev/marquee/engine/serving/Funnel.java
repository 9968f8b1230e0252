package dev.marquee.engine.serving;

import dev.marquee.engine.catalog.VideoTable;
import dev.marquee.engine.index.VectorIndexKind;
import dev.marquee.engine.index.ivf.IvfIndex;
import dev.marquee.engine.models.ModelSignals;
import dev.marquee.engine.models.Models;
import dev.marquee.engine.models.RankerModel;
import dev.marquee.engine.ranking.ModelRanker;
import dev.marquee.engine.ranking.Objective;
import dev.marquee.engine.ranking.Ranker;
import dev.marquee.engine.ranking.Ranking;
import dev.marquee.engine.ranking.RetrievalRanker;
import dev.marquee.engine.ranking.Slot;
import dev.marquee.engine.reranking.CategoryCap;
import dev.marquee.engine.reranking.Filter;
import dev.marquee.engine.reranking.Filters;
import dev.marquee.engine.reranking.Reranker;
import dev.marquee.engine.retrieval.Candidate;
import dev.marquee.engine.retrieval.Charts;
import dev.marquee.engine.retrieval.Query;
import dev.marquee.engine.retrieval.Retrieval;
import dev.marquee.engine.retrieval.Retrieval.Share;
import dev.marquee.engine.retrieval.Scored;
import dev.marquee.engine.retrieval.SourceKind;
import dev.marquee.engine.retrieval.SourceQuotas;
import dev.marquee.engine.retrieval.sources.Sources;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// Retrieval, ranking and re-ranking in one pass over a query. The same object serves live requests
/// and is replayed by evaluation. Safe for use by many threads.
///
/// @param arm experiment arm that it serves
/// @param retrieval finds candidates
/// @param rankers order them, the best first, others where it fails or takes too long; none before
///   the first training
/// @param rankedMost how many of the ranked go on to re-ranking
/// @param filters what must not be shown
/// @param rerankers the list as a list, one after the other
public record Funnel(
    String arm,
    Retrieval retrieval,
    List<PacedRanker> rankers,
    int rankedMost,
    List<Filter> filters,
    List<Reranker> rerankers) {

  private static final int CANDIDATES = 1_000;

  /// A ranker that has no time for so many gives way to the next: what is shown should be chosen
  /// out of more than re-ranking takes.
  private static final int ENOUGH = 300;

  /// The funnel before any training: popular, trending and fresh videos.
  public static Funnel withoutModels() {
    return new Funnel(
        "default",
        Retrieval.beforeTraining(Sources.ALL, SourceQuotas.defaults()),
        List.of(),
        200,
        Filters.defaults(),
        List.of(new CategoryCap(4, 10)));
  }

  /// The funnel of a training run.
  ///
  /// @param videos a table that has every video of the models
  public static Funnel of(Models models, VideoTable videos, Objective objective) {
    return of(models, videos, objective, IvfIndex.KIND);
  }

  /// The same with indexes of a kind.
  public static Funnel of(
      Models models, VideoTable videos, Objective objective, VectorIndexKind kind) {
    ModelSignals signals = ModelSignals.of(models.retrieval());
    Retrieval retrieval =
        Retrieval.of(
            Sources.ALL,
            new SourceKind.Learned(models.retrieval(), signals, videos, kind),
            SourceQuotas.defaults(),
            models.fusion());
    Function<RankerModel, Ranker> ranker =
        model ->
            new ModelRanker(
                models.version(), model, signals, objective, retrieval.inverseTemperature());
    List<PacedRanker> rankers = new ArrayList<>();
    rankers.add(PacedRanker.of("ranker", ranker.apply(models.ranker())));
    models.student().ifPresent(it -> rankers.add(PacedRanker.of("student", ranker.apply(it))));
    return new Funnel(
        "default",
        retrieval,
        List.copyOf(rankers),
        200,
        Filters.defaults(),
        List.of(new CategoryCap(4, 10)));
  }

  /// The same with more parts: sources before the fallback, filters and re-rankers last.
  public Funnel with(
      List<Retrieval.Share> sources, List<Filter> moreFilters, List<Reranker> moreRerankers) {
    return new Funnel(
        arm,
        retrieval.with(sources),
        rankers,
        rankedMost,
        joined(filters, moreFilters),
        joined(rerankers, moreRerankers));
  }

  private static <T> List<T> joined(List<T> some, List<T> more) {
    return Stream.concat(some.stream(), more.stream()).toList();
  }

  /// The same with other rankers.
  Funnel withRankers(List<PacedRanker> others) {
    return new Funnel(arm, retrieval, others, rankedMost, filters, rerankers);
  }

  /// Runs the funnel. Never throws for a failed part: the trace names it.
  public Slate run(Query query) {
    return new Run(query).slate();
  }

  /// One pass.
  private final class Run {

    final Query query;
    final int limit;
    final long start = System.nanoTime();
    final long deadline;
    final List<String> degraded = new ArrayList<>();
    final Map<String, Integer> stages = new LinkedHashMap<>();
    final Map<String, Integer> dropped = new LinkedHashMap<>();
    final Map<String, String> failed = new LinkedHashMap<>();
    final Map<String, Double> millis = new LinkedHashMap<>();

    Run(Query query) {
      this.query = query;
      this.limit = query.request().limit();
      this.deadline = start + query.request().budget().toNanos();
    }

    Slate slate() {
      Retrieval.Result retrieved = retrieval.find(query, start + (deadline - start) / 2);
      failed.putAll(retrieved.failed());
      retrieved.failed().forEach((source, why) -> degraded.add(source + ": " + why));
      stages.put("retrieved", retrieved.candidates().size());
      took("retrieval", start);

      long rankingStart = System.nanoTime();
      Ranking ranking = rank(retrieved.candidates());
      stages.put("ranked", ranking.slots().size());
      took("ranking", rankingStart);

      long rerankingStart = System.nanoTime();
      List<Predicate<Slot>> tests = filters.stream().map(this::test).toList();
      List<Slot> kept = filter(ranking.slots(), tests);
      stages.put("filtered", kept.size());
      List<Slot> slots = rerank(kept);
      slots = refill(slots, tests);
      stages.put("answered", slots.size());
      took("reranking", rerankingStart);
      took("total", start);
      if (slots.size() < limit) {
        degraded.add(
            "%d of %d: no more videos are eligible for this viewer".formatted(slots.size(), limit));
      }
      Trace trace =
          new Trace(
              arm,
              ranking.models(),
              query.snapshot().number(),
              query.user().position(),
              retrieved.found(),
              stages,
              dropped,
              failed,
              millis);
      return new Slate(query, slots, List.copyOf(degraded), trace);
    }

    private void took(String stage, long since) {
      millis.put(stage, (System.nanoTime() - since) / 1e6);
    }

    /// By the best ranker that has the time: by fewer candidates first, then by the next ranker, in
    /// the order of retrieval at last.
    private Ranking rank(List<Candidate> candidates) {
      List<Candidate> first = first(candidates, CANDIDATES);
      if (rankers.isEmpty()) {
        degraded.add("no ranker yet: in the order of retrieval, run 'marquee train'");
      }
      for (int i = 0; i < rankers.size(); i++) {
        PacedRanker ranker = rankers.get(i);
        long left = deadline - System.nanoTime();
        if (left < 0) {
          lacks(ranker, "no time left");
          break;
        }
        int affordable = Math.min(first.size(), ranker.pace().affordable(left));
        boolean isLast = i == rankers.size() - 1;
        if (!isLast
            && affordable < Math.min(first.size(), ENOUGH)
            && ranker.pace().isPassedOver()) {
          lacks(ranker, "no time for more than %d of %d".formatted(affordable, first.size()));
          continue;
        }
        try {
          Ranking ranking = ranker.rank(query, first(first, affordable));
          if (affordable < first.size()) {
            lacks(ranker, "%d of %d ranked, no time for more".formatted(affordable, first.size()));
          }
          return ranking;
        } catch (RuntimeException e) {
          lacks(ranker, why(e));
        }
      }
      if (!rankers.isEmpty()) {
        degraded.add("in the order of retrieval");
      }
      return new RetrievalRanker().rank(query, first);
    }

    private void lacks(PacedRanker ranker, String what) {
      failed.put(ranker.name(), what);
      degraded.add(ranker.name() + ": " + what);
    }

    private static List<Candidate> first(List<Candidate> candidates, int max) {
      return candidates.size() > max ? candidates.subList(0, max) : candidates;
    }

    private static String why(RuntimeException e) {
      return e.getMessage() == null ? e.toString() : e.getMessage();
    }

    private void failed(String part, RuntimeException e) {
      if (failed.put(part, why(e)) == null) {
        degraded.add(part + " failed: " + why(e));
      }
    }

    /// What a filter lets through; nothing where it fails, since nobody knows what it would drop.
    private Predicate<Slot> test(Filter filter) {
      try {
        Predicate<Slot> test = filter.forQuery(query);
        return one -> {
          try {
            return test.test(one);
          } catch (RuntimeException e) {
            failed(filter.name(), e);
            return false;
          }
        };
      } catch (RuntimeException e) {
        failed(filter.name(), e);
        return one -> false;
      }
    }

    private List<Slot> filter(List<Slot> ranked, List<Predicate<Slot>> tests) {
      int max = Math.max(rankedMost, limit);
      List<Slot> kept = new ArrayList<>(max);
      for (Slot one : ranked) {
        int refusing = 0;
        while (refusing < tests.size() && tests.get(refusing).test(one)) {
          refusing++;
        }
        if (refusing < tests.size()) {
          dropped.merge(filters.get(refusing).name(), 1, Integer::sum);
        } else if (kept.size() < max) {
          kept.add(one);
        } else {
          break;
        }
      }
      return kept;
    }

    private List<Slot> rerank(List<Slot> kept) {
      List<Slot> slots = kept;
      for (Reranker reranker : rerankers) {
        // Only the last one shortens the list: the others would leave it nothing to choose from.
        int length = reranker == rerankers.getLast() ? limit : slots.size();
        try {
          slots = reranker.rerank(query, slots, length);
        } catch (RuntimeException e) {
          failed(reranker.name(), e);
        }
      }
      return slots.size() > limit ? slots.subList(0, limit) : slots;
    }

    /// Fills a short slate with what passes the filters too: popular videos first, then, for a
    /// viewer who may see none of them, any others, the latest first.
    private List<Slot> refill(List<Slot> slots, List<Predicate<Slot>> tests) {
      if (slots.size() >= limit) {
        return slots;
      }
      Set<Integer> there = new HashSet<>();
      slots.forEach(slot -> there.add(slot.video()));
      List<Slot> longer = new ArrayList<>(slots);
      for (SourceKind kind : Sources.REFILL) {
        kind.beforeTraining().ifPresent(share -> refillFrom(share, there, tests, longer));
      }
      stages.put("refilled", longer.size() - slots.size());
      return longer;
    }

    /// Asks for more and more until the slate is full or the source has no more.
    private void refillFrom(
        Share share, Set<Integer> there, List<Predicate<Slot>> tests, List<Slot> to) {
      int tried = 0;
      for (int k = Charts.SIZE; to.size() < limit; k *= 8) {
        Scored found = share.source().find(query, k);
        for (int i = tried; i < found.size() && to.size() < limit; i++) {
          add(found.videos()[i], share, there, tests, to);
        }
        tried = found.size();
        if (tried < k) {
          return;
        }
      }
    }

    private static void add(
        int video, Share by, Set<Integer> there, List<Predicate<Slot>> tests, List<Slot> to) {
      var found = new Candidate.Found(by.name(), by.label(), to.size(), 0, 0);
      Slot one = Slot.unranked(new Candidate(video, List.of(found), 0), 0);
      if (there.add(video) && tests.stream().allMatch(test -> test.test(one))) {
        to.add(one);
      }
    }
  }
}
