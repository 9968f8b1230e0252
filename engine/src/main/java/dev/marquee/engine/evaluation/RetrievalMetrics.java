package dev.marquee.engine.evaluation;

import dev.marquee.engine.Progress;
import dev.marquee.engine.Request;
import dev.marquee.engine.math.Parallel;
import dev.marquee.engine.math.TopK;
import dev.marquee.engine.math.metrics.RankingMetrics;
import dev.marquee.engine.ranking.Slot;
import dev.marquee.engine.retrieval.Candidate;
import dev.marquee.engine.retrieval.Charts;
import dev.marquee.engine.retrieval.Query;
import dev.marquee.engine.retrieval.Retrieval;
import dev.marquee.engine.retrieval.Retrieval.Share;
import dev.marquee.engine.serving.Funnel;
import dev.marquee.engine.state.Fold;
import dev.marquee.engine.state.Snapshot;
import it.unimi.dsi.fastutil.ints.IntSet;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;

/// Recall of the funnel on the videos that users completed next: each source alone, the merged
/// candidates, and the feed as served.
final class RetrievalMetrics {

  private static final int[] CUTS = {10, 50, 100, 500};

  /// Users per task.
  private static final int CHUNK = 32;

  /// Requests whose latency is measured, after the same number of warm-up requests.
  private static final int TIMED = 1_000;

  /// No stage may run out of time: this measures quality.
  private static final Duration BUDGET = Duration.ofMinutes(1);

  private final Funnel funnel;
  private final Fold fold;
  private final Snapshot snapshot;
  private final Charts charts;
  private final Instant at;
  private final int max;
  private final Progress progress;

  RetrievalMetrics(Funnel funnel, Fold fold, Instant at, int max, Progress progress) {
    this.funnel = funnel;
    this.fold = fold;
    this.snapshot = fold.snapshot();
    this.charts = new Charts(snapshot, at);
    this.at = at;
    this.max = max;
    this.progress = progress;
  }

  /// Metrics by name; their bits do not depend on the number of processors.
  ///
  /// @param relevant the relevant videos, by user
  Map<String, Double> measure(Map<String, IntSet> relevant) throws InterruptedException {
    String[] users = relevant.keySet().stream().sorted().toArray(String[]::new);
    var parts = new Means[Math.ceilDiv(users.length, CHUNK)];
    int[] done = {0};
    new Parallel(Runtime.getRuntime().availableProcessors())
        .overChunks(
            users.length,
            CHUNK,
            (chunk, from, to) -> {
              Means means = new Means();
              for (int i = from; i < to; i++) {
                measure(query(users[i], max), relevant.get(users[i]), means);
              }
              parts[chunk] = means;
              synchronized (done) {
                done[0] += to - from;
                progress.step("retrieving for users", done[0], users.length);
              }
            });
    Means all = new Means();
    for (Means part : parts) {
      all.add(part);
    }
    Map<String, Double> metrics = all.values();
    time(users, metrics);
    return metrics;
  }

  private Query query(String user, int limit) {
    Request request = Request.of(user, at).limit(limit).within(BUDGET);
    return Query.of(request, snapshot, fold.users().read(user), charts);
  }

  private void measure(Query query, IntSet relevant, Means means) {
    for (Share share : funnel.retrieval().shares()) {
      String source = "." + share.name();
      means.add(source, source, share.source().find(query, max).videos(), relevant);
    }
    Retrieval.RetrievalResult retrieved =
        funnel.retrieval().find(query, System.nanoTime() + BUDGET.toNanos());
    if (!retrieved.failed().isEmpty()) {
      throw new IllegalStateException(
          "sources failed: %s; what is measured without them would not be of this funnel"
              .formatted(retrieved.failed()));
    }
    List<Candidate> candidates = retrieved.candidates();
    int[] merged = candidates.stream().mapToInt(Candidate::video).toArray();
    means.add("", ".merged", merged, relevant);
    for (Share share : funnel.retrieval().shares()) {
      String source = share.name();
      means.addLoss(source, merged, without(source, candidates), relevant);
    }
    int[] feed = funnel.run(query).slots().stream().mapToInt(Slot::video).toArray();
    means.add(".feed", ".feed", feed, relevant);
  }

  /// The merged list without one source.
  private int[] without(String source, List<Candidate> candidates) {
    TopK left = new TopK(max);
    for (Candidate candidate : candidates) {
      float score = 0;
      int others = 0;
      for (Candidate.Found found : candidate.found()) {
        if (!found.source().equals(source)) {
          score += found.part();
          others++;
        }
      }
      if (others > 0) {
        left.add(candidate.video(), score);
      }
    }
    return left.ids();
  }

  private void time(String[] users, Map<String, Double> metrics) {
    if (users.length == 0) {
      return;
    }
    double[] millis = new double[TIMED];
    for (int i = -TIMED; i < TIMED; i++) {
      String user = users[Math.floorMod(i, users.length)];
      long start = System.nanoTime();
      funnel.run(query(user, 10));
      if (i >= 0) {
        millis[i] = (System.nanoTime() - start) / 1e6;
      }
    }
    Arrays.sort(millis);
    metrics.put("feed.p50_ms", millis[TIMED / 2]);
    metrics.put("feed.p99_ms", millis[TIMED * 99 / 100]);
  }

  /// Means over some users.
  private static final class Means {

    private final Map<String, Mean> means = new LinkedHashMap<>();

    void add(String recallSuffix, String ndcgSuffix, int[] ranked, IntSet relevant) {
      for (int cut : CUTS) {
        mean("recall@" + cut + recallSuffix).add(RankingMetrics.recallAt(cut, ranked, relevant));
        mean("ndcg@" + cut + ndcgSuffix).add(RankingMetrics.ndcgAt(cut, ranked, relevant));
      }
    }

    /// Adds a source's contribution to the merged list's recall: the loss without the source.
    void addLoss(String source, int[] merged, int[] without, IntSet relevant) {
      for (int cut : CUTS) {
        OptionalDouble all = RankingMetrics.recallAt(cut, merged, relevant);
        OptionalDouble rest = RankingMetrics.recallAt(cut, without, relevant);
        if (all.isPresent() && rest.isPresent()) {
          mean("adds@" + cut + "." + source)
              .add(OptionalDouble.of(all.getAsDouble() - rest.getAsDouble()));
        }
      }
    }

    private Mean mean(String key) {
      return means.computeIfAbsent(key, name -> new Mean());
    }

    void add(Means others) {
      others.means.forEach((key, other) -> mean(key).add(other));
    }

    Map<String, Double> values() {
      Map<String, Double> values = new TreeMap<>();
      means.forEach((key, mean) -> mean.value().ifPresent(value -> values.put(key, value)));
      return values;
    }
  }
}
