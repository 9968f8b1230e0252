package dev.marquee.benchmarks;

import dev.marquee.engine.Progress;
import dev.marquee.engine.evaluation.Evaluation;
import dev.marquee.engine.evaluation.SourceFusion;
import dev.marquee.engine.events.EventLog;
import dev.marquee.engine.models.Models;
import dev.marquee.engine.serving.FunnelFactory;
import dev.marquee.engine.state.FoldSettings;
import dev.marquee.engine.storage.RocksDirectory;
import dev.marquee.engine.training.RetrievalSettings;
import dev.marquee.engine.training.TrainingRun;
import dev.marquee.engine.training.examples.SignalHistory;
import dev.marquee.engine.training.twotower.TwoTowerSettings;
import dev.marquee.engine.training.wideanddeep.WideAndDeepSettings;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// How much do features, attention and neighbours improve the served two-tower model?
///
/// For each variation, retrains all models on the events of a data directory's log before a time,
/// and evaluates the next days as `marquee evaluate` does: recall, on the videos that viewers
/// completed, of the towers and of the merged list.
///
/// Arguments: the data directory of an import, and the first and last time to evaluate.
public final class TowerComparison {

  private TowerComparison() {}

  public static void main(String[] arguments) throws InterruptedException {
    Instant from = Instant.parse(arguments[1]);
    Instant to = Instant.parse(arguments[2]);
    System.out.println("# " + Machine.describe());
    System.out.printf(
        "%-32s %8s %8s %8s %8s %8s   %8s %8s%n",
        "two-tower", "R@10", "R@50", "R@100", "R@500", "N@10", "merged", "N@10");
    try (var directory = RocksDirectory.openForReading(Path.of(arguments[0]).resolve("store"))) {
      for (var variation : variations().entrySet()) {
        print(variation.getKey(), measure(directory.log(), variation.getValue(), from, to));
      }
    }
  }

  private static Map<String, RetrievalSettings> variations() {
    TwoTowerSettings towers = RetrievalSettings.defaults().twoTower();
    Map<String, RetrievalSettings> variations = new LinkedHashMap<>();
    variations.put("defaults", settings(towers, true));
    variations.put("ids alone, no features", settings(towers, false));
    variations.put("neighbours share their rows", settings(towers.neighbours(10), true));
    variations.put("attention", settings(towers.attention(true), true));
    variations.put("attention, ids alone", settings(towers.attention(true), false));
    return variations;
  }

  private static RetrievalSettings settings(TwoTowerSettings towers, boolean features) {
    RetrievalSettings defaults = RetrievalSettings.defaults();
    return new RetrievalSettings(
        defaults.als(),
        towers,
        features,
        defaults.itemToItem(),
        defaults.graph(),
        defaults.walk(),
        defaults.neighbours());
  }

  private static Map<String, Double> measure(
      EventLog log, RetrievalSettings settings, Instant from, Instant to)
      throws InterruptedException {
    Models models =
        new TrainingRun(
                FoldSettings.defaults(),
                settings,
                SourceFusion.defaults(),
                WideAndDeepSettings.defaults(),
                "benchmark",
                InstantSource.system())
            .train(log, Optional.of(from), "compared", SignalHistory.NONE, Progress.NONE)
            .models();
    return new Evaluation(
            FoldSettings.defaults(), FunnelFactory.defaults(), SignalHistory.NONE, Progress.NONE)
        .evaluate(log, models, from, to, Evaluation.State.FROZEN)
        .metrics();
  }

  private static void print(String variation, Map<String, Double> metrics) {
    System.out.printf(
        "%-32s %8.4f %8.4f %8.4f %8.4f %8.4f   %8.4f %8.4f%n",
        variation,
        metrics.get("recall@10.two-tower"),
        metrics.get("recall@50.two-tower"),
        metrics.get("recall@100.two-tower"),
        metrics.get("recall@500.two-tower"),
        metrics.get("ndcg@10.two-tower"),
        metrics.get("recall@100"),
        metrics.get("ndcg@10.merged"));
  }
}
