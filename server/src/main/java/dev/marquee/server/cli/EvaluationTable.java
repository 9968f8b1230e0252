package dev.marquee.server.cli;

import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/// Prints an evaluation as tables: predictions by state, retrieval by source.
final class EvaluationTable {

  private static final List<Integer> CUTS = List.of(10, 50, 100, 500);

  private EvaluationTable() {}

  static void print(
      PrintStream out, Map<String, Double> metrics, List<KuaiRandReference> references) {
    out.printf(
        "%-30s %8s %8s %8s %8s   %8s %8s %8s %8s%n",
        "predictions", "click", "log", "", "", "watch", "log", "", "");
    out.printf(
        "%-30s %8s %8s %8s %8s   %8s %8s %8s %8s%n",
        "", "AUC", "loss", "GAUC", "ECE", "AUC", "loss", "GAUC", "ECE");
    for (String state : List.of("live", "frozen")) {
      String prefix = state + ".";
      out.printf(
          "%-30s %8s %8s %8s %8s   %8s %8s %8s %8s%n",
          "Marquee, " + state,
          cell(metrics, prefix + "auc.click"),
          cell(metrics, prefix + "logloss.click"),
          cell(metrics, prefix + "gauc.click"),
          cell(metrics, prefix + "ece.click"),
          cell(metrics, prefix + "auc.watch"),
          cell(metrics, prefix + "logloss.watch"),
          cell(metrics, prefix + "gauc.watch"),
          cell(metrics, prefix + "ece.watch"));
    }
    for (KuaiRandReference row : references) {
      out.printf(
          "%-30s %8.4f %8.4f %8.4f %8s   %8.4f %8.4f %8.4f %8s%n",
          row.model() + ", " + row.state(),
          row.click().auc(),
          row.click().loss(),
          row.click().gauc(),
          "",
          row.watch().auc(),
          row.watch().loss(),
          row.watch().gauc(),
          "");
    }
    out.printf(
        "%nlogged impressions re-ranked   NDCG@10 %s   Precision@10 %s%n%n",
        cell(metrics, "ndcg@10"), cell(metrics, "precision@10"));

    out.printf("%-30s", "retrieval: Recall@K, NDCG@10");
    CUTS.forEach(cut -> out.printf(" %8s", "R@" + cut));
    out.printf(" %8s  ", "N@10");
    CUTS.forEach(cut -> out.printf(" %8s", "adds@" + cut));
    out.println();
    TreeSet<String> sources = new TreeSet<>();
    metrics.keySet().stream()
        .filter(key -> key.startsWith("recall@10."))
        .forEach(key -> sources.add(key.substring("recall@10.".length())));
    sources.remove("feed");
    for (String source : sources) {
      row(out, metrics, source, "." + source, "." + source);
    }
    row(out, metrics, "merged", "", ".merged");
    row(out, metrics, "feed as served", ".feed", ".feed");
    out.println("adds@K: what the merged R@K would lose without this source");
    out.printf(
        "%nskew %s of %s served rows, %s not compared   feed p50 %s ms, p99 %s ms%n",
        cell(metrics, "skew.different"),
        cell(metrics, "skew.checked"),
        cell(metrics, "skew.not_compared"),
        cell(metrics, "feed.p50_ms"),
        cell(metrics, "feed.p99_ms"));
  }

  private static void row(
      PrintStream out,
      Map<String, Double> metrics,
      String name,
      String recallSuffix,
      String ndcgSuffix) {
    out.printf("%-30s", name);
    CUTS.forEach(cut -> out.printf(" %8s", cell(metrics, "recall@" + cut + recallSuffix)));
    out.printf(" %8s  ", cell(metrics, "ndcg@10" + ndcgSuffix));
    CUTS.forEach(cut -> out.printf(" %8s", cell(metrics, "adds@" + cut + recallSuffix)));
    out.println();
  }

  private static String cell(Map<String, Double> metrics, String key) {
    Double value = metrics.get(key);
    return value == null ? "-" : Report.figure(value);
  }
}
