package dev.marquee.engine.evaluation;

import dev.marquee.engine.math.metrics.Auc;
import dev.marquee.engine.math.metrics.Calibration;
import dev.marquee.engine.math.metrics.RankingMetrics;
import dev.marquee.engine.models.RankerModel;
import dev.marquee.engine.training.examples.Examples;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.ints.IntOpenHashSet;
import it.unimi.dsi.fastutil.ints.IntSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;

/// How well a ranker predicts the outcomes of impressions: P(click) against clicks, and pClick ×
/// pWatch against completed watches.
final class ImpressionMetrics {

  private static final Set<String> PER_USER =
      Set.of("gauc.click", "gauc.watch", "ndcg@10", "precision@10");

  private final Map<String, Double> metrics = new TreeMap<>();

  /// @param known the examples whose outcome is known
  ImpressionMetrics(Examples examples, int[] known, RankerModel ranker) {
    this(Predictions.by(ranker, examples, known));
  }

  ImpressionMetrics(Predictions of) {
    int n = of.rows();
    float[] click = of.click();
    float[] watch = of.watch();
    boolean[] clicked = of.clicked();
    boolean[] completed = of.completed();
    int[] group = new int[n];
    Map<String, IntArrayList> ofUser = new LinkedHashMap<>();
    Map<String, Integer> groups = new TreeMap<>();
    for (int i = 0; i < n; i++) {
      String user = of.examples().user(of.which()[i]);
      group[i] = groups.computeIfAbsent(user, id -> groups.size());
      ofUser.computeIfAbsent(user, id -> new IntArrayList()).add(i);
    }
    put("auc.click", Auc.of(click, clicked));
    put("logloss.click", Calibration.logLoss(click, clicked));
    put("ece.click", Calibration.expectedError(click, clicked));
    put("gauc.click", Auc.grouped(group, click, clicked));
    put("auc.watch", Auc.of(watch, completed));
    put("logloss.watch", Calibration.logLoss(watch, completed));
    put("ece.watch", Calibration.expectedError(watch, completed));
    put("gauc.watch", Auc.grouped(group, watch, completed));
    lists(ofUser, watch, completed);
  }

  static boolean isPerUser(String key) {
    return PER_USER.contains(key);
  }

  Map<String, Double> all() {
    return metrics;
  }

  private void put(String key, OptionalDouble value) {
    value.ifPresent(defined -> metrics.put(key, defined));
  }

  /// Each user's own impressions as one list, ordered by pClick × pWatch.
  private void lists(Map<String, IntArrayList> ofUser, float[] watch, boolean[] completed) {
    Mean ndcg = new Mean();
    Mean precision = new Mean();
    for (IntArrayList impressions : ofUser.values()) {
      int[] ranked =
          impressions
              .intStream()
              .boxed()
              .sorted(
                  (a, b) ->
                      watch[a] != watch[b]
                          ? Float.compare(watch[b], watch[a])
                          : Integer.compare(Ties.order(a), Ties.order(b)))
              .mapToInt(Integer::intValue)
              .toArray();
      IntSet relevant = new IntOpenHashSet();
      for (int impression : ranked) {
        if (completed[impression]) {
          relevant.add(impression);
        }
      }
      ndcg.add(RankingMetrics.ndcgAt(10, ranked, relevant));
      precision.add(RankingMetrics.precisionAt(10, ranked, relevant));
    }
    put("ndcg@10", ndcg.value());
    put("precision@10", precision.value());
  }
}
