package dev.marquee.engine.reproduction;

import dev.marquee.engine.Progress;
import dev.marquee.engine.evaluation.Mean;
import dev.marquee.engine.evaluation.Ties;
import dev.marquee.engine.math.Parallel;
import dev.marquee.engine.math.TopK;
import dev.marquee.engine.math.metrics.RankingMetrics;
import it.unimi.dsi.fastutil.ints.IntSet;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/// Ranks the items of each query and measures the lists.
///
/// Ties are broken by a permutation of the items that depends only on the seed. A user without a
/// history gets the most popular items, whatever the model. The metrics do not depend on the thread
/// count.
public final class RankedLists {

  /// A metric of a list's first positions.
  @FunctionalInterface
  private interface Metric {
    OptionalDouble at(int k, int[] ranked, IntSet relevant);
  }

  private static final int[] CUTS = {5, 10, 20, 50, 60, 100};

  private static final int LONGEST = 100;

  private static final Map<String, Metric> METRICS = new LinkedHashMap<>();

  static {
    METRICS.put("recall", RankingMetrics::recallAt);
    METRICS.put("ndcg", RankingMetrics::ndcgAt);
    METRICS.put("hr", RankingMetrics::hitRateAt);
    METRICS.put("map", RankingMetrics::averagePrecisionAt);
    METRICS.put("precision", RankingMetrics::precisionAt);
  }

  /// Lists per task.
  private static final int CHUNK = 32;

  private final Histories train;
  private final Parallel parallel;

  /// The tie-break position of each item, and the item at each position.
  private final int[] places;

  private final int[] itemAt;

  /// @param train the histories that the scorers were fitted on
  /// @param seed of the order of equal scores
  public RankedLists(Histories train, long seed, int threads) {
    this.train = train;
    this.parallel = new Parallel(threads);
    this.itemAt = Ties.permutation(train.items(), seed);
    this.places = new int[itemAt.length];
    for (int place = 0; place < itemAt.length; place++) {
      places[itemAt[place]] = place;
    }
  }

  /// The means of `recall@K`, `ndcg@K`, `hr@K`, `map@K` and `precision@K` at 5, 10, 20, 50, 60 and
  /// 100 over the queries with relevant items; empty if there are none.
  public Map<String, Double> measure(
      Scorer scorer, List<EvaluationQuery> questions, Progress progress)
      throws InterruptedException {
    int[][] ranked = rank(scorer, questions, progress);
    Map<String, Double> means = new LinkedHashMap<>();
    METRICS.forEach(
        (name, metric) -> {
          for (int k : CUTS) {
            mean(metric, k, ranked, questions).ifPresent(value -> means.put(name + "@" + k, value));
          }
        });
    return means;
  }

  /// The mean NDCG@20, by which settings are chosen; empty if no query has relevant items.
  public OptionalDouble ndcgAt20(Scorer scorer, List<EvaluationQuery> questions)
      throws InterruptedException {
    int[][] ranked = rank(scorer, questions, Progress.NONE);
    return mean(RankingMetrics::ndcgAt, 20, ranked, questions);
  }

  private static OptionalDouble mean(
      Metric metric, int k, int[][] ranked, List<EvaluationQuery> questions) {
    var mean = new Mean();
    for (int i = 0; i < ranked.length; i++) {
      mean.add(metric.at(k, ranked[i], questions.get(i).relevant()));
    }
    return mean.value();
  }

  private int[][] rank(Scorer scorer, List<EvaluationQuery> questions, Progress progress)
      throws InterruptedException {
    var ranked = new int[questions.size()][];
    var popular = new Popular(train);
    parallel.overChunks(
        questions.size(),
        CHUNK,
        "ranking for users",
        progress,
        (chunk, from, to) -> {
          var scores = new float[train.items()];
          var best = new TopK(LONGEST);
          for (int i = from; i < to; i++) {
            ranked[i] = rank(scorer, questions.get(i), popular, scores, best);
          }
        });
    return ranked;
  }

  private int[] rank(
      Scorer scorer, EvaluationQuery question, Popular popular, float[] scores, TopK best) {
    int user = question.user();
    int[] own = user < train.users() ? train.itemsOf(user) : new int[0];
    if (own.length == 0) {
      popular.score(user, scores);
    } else {
      scorer.score(user, scores);
    }
    if (question.listed().isPresent()) {
      for (int item : question.listed().get()) {
        if (item < scores.length) {
          best.add(places[item], scores[item]);
        }
      }
    } else {
      for (int item : own) {
        scores[item] = Float.NaN;
      }
      for (int item = 0; item < scores.length; item++) {
        best.add(places[item], scores[item]);
      }
    }
    int[] ids = best.ids();
    best.clear();
    Arrays.setAll(ids, i -> itemAt[ids[i]]);
    return ids;
  }
}
