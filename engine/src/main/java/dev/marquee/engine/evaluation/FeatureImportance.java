package dev.marquee.engine.evaluation;

import dev.marquee.engine.Progress;
import dev.marquee.engine.features.Feature;
import dev.marquee.engine.features.FeatureRows;
import dev.marquee.engine.math.metrics.Auc;
import dev.marquee.engine.models.Quality.Importance;
import dev.marquee.engine.models.RankerModel;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/// Permutation importance: how much a ranker's AUC falls when the values of a group of features are
/// permuted between examples (Breiman, "Random Forests", 2001, section 10).
///
/// If two groups carry the same information, permuting one alone loses nothing, so a small fall
/// does not mean that a feature can be removed. Negative falls are noise.
final class FeatureImportance {

  /// Enough rows to distinguish falls that differ by 0.001.
  private static final int MAX_ROWS = 20_000;

  static final long SEED = 0x1a9;

  private final RankerModel ranker;
  private final Progress progress;

  FeatureImportance(RankerModel ranker, Progress progress) {
    this.ranker = ranker;
    this.progress = progress;
  }

  /// Groups of features, the most important first.
  List<Importance> of(Predictions all) {
    Predictions some = spread(all);
    Map<String, Double> before = auc(some, some.click(), some.watch());
    int[] donors = Ties.permutation(some.rows(), SEED);
    Map<String, List<Integer>> groups = groups();
    List<Importance> importance = new ArrayList<>();
    groups.forEach(
        (name, features) -> {
          Map<String, Double> lost = new HashMap<>();
          after(new PermutedRows(some.examples(), some.which(), donors, features), some)
              .forEach((head, auc) -> lost.put(head, before.get(head) - auc));
          importance.add(new Importance(name, lost));
          progress.step("permuting features", importance.size(), groups.size());
        });
    importance.sort(Comparator.comparingDouble(FeatureImportance::total).reversed());
    return importance;
  }

  private static double total(Importance one) {
    return one.aucLost().values().stream().mapToDouble(Double::doubleValue).sum();
  }

  /// Features grouped by the prefix of their names, up to the colon, plus a group for the viewer's
  /// history.
  private static Map<String, List<Integer>> groups() {
    Map<String, List<Integer>> groups = new LinkedHashMap<>();
    List<Feature> features = FeatureRows.FEATURES;
    for (int i = 0; i < features.size(); i++) {
      String group = features.get(i).name().split(":", -1)[0];
      groups.computeIfAbsent(group, name -> new ArrayList<>()).add(i);
    }
    groups.put("watch history", List.of(PermutedRows.HISTORY));
    return groups;
  }

  /// At most [#MAX_ROWS] predictions, spread evenly over time.
  private static Predictions spread(Predictions all) {
    if (all.rows() <= MAX_ROWS) {
      return all;
    }
    int[] which = new int[MAX_ROWS];
    float[] click = new float[MAX_ROWS];
    float[] watch = new float[MAX_ROWS];
    for (int i = 0; i < MAX_ROWS; i++) {
      int at = (int) ((long) i * all.rows() / MAX_ROWS);
      which[i] = all.which()[at];
      click[i] = all.click()[at];
      watch[i] = all.watch()[at];
    }
    return new Predictions(all.examples(), which, click, watch);
  }

  private Map<String, Double> after(PermutedRows rows, Predictions of) {
    float[] click = new float[of.rows()];
    float[] watch = new float[of.rows()];
    ranker.predict(rows, IntStream.range(0, of.rows()).toArray(), click, watch);
    for (int i = 0; i < click.length; i++) {
      watch[i] *= click[i];
    }
    return auc(of, click, watch);
  }

  private static Map<String, Double> auc(Predictions of, float[] click, float[] watch) {
    Map<String, Double> auc = new HashMap<>();
    put(auc, "click", Auc.of(click, of.clicked()));
    put(auc, "watch", Auc.of(watch, of.completed()));
    return auc;
  }

  private static void put(Map<String, Double> auc, String head, OptionalDouble value) {
    value.ifPresent(defined -> auc.put(head, defined));
  }
}
