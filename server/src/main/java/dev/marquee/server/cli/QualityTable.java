package dev.marquee.server.cli;

import dev.marquee.engine.math.metrics.Calibration;
import dev.marquee.engine.models.Quality;
import dev.marquee.engine.models.Quality.Comparison;
import dev.marquee.engine.models.Quality.Importance;
import dev.marquee.engine.models.Quality.Slice;
import dev.marquee.engine.models.Quality.Variant;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Prints a quality report as tables: first what decides about promotion, then what explains it.
final class QualityTable {

  private static final List<String> COLUMNS =
      List.of(
          "auc.click",
          "logloss.click",
          "gauc.click",
          "ece.click",
          "auc.watch",
          "logloss.watch",
          "gauc.watch",
          "ece.watch",
          "ndcg@10",
          "precision@10");

  private final PrintStream out;
  private final Quality quality;

  QualityTable(PrintStream out, Quality quality) {
    this.out = out;
    this.quality = quality;
  }

  /// A one-line summary, printed after training.
  static String summary(Quality quality) {
    if (quality.sample().notFinite() > 0) {
      return "%,d predictions are no probabilities".formatted(quality.sample().notFinite());
    }
    Map<String, Double> all = quality.all().map(Slice::metrics).orElse(Map.of());
    String own =
        "on the latest %,d impressions AUC %s of clicks and %s of completed watches, log loss %s and %s"
            .formatted(
                quality.sample().rows(),
                cell(all, "auc.click"),
                cell(all, "auc.watch"),
                cell(all, "logloss.click"),
                cell(all, "logloss.watch"));
    return own
        + quality
            .comparison()
            .filter(with -> with.rows() > 0)
            .map(
                with ->
                    "; on %,d of them %s and %s, of production %s and %s"
                        .formatted(
                            with.rows(),
                            cell(with.candidate(), "logloss.click"),
                            cell(with.candidate(), "logloss.watch"),
                            cell(with.production(), "logloss.click"),
                            cell(with.production(), "logloss.watch")))
            .orElse("");
  }

  /// The metrics by name. Those of all examples have no prefix; others are prefixed with their
  /// slice or ranker.
  static Map<String, Double> metrics(Quality quality) {
    Map<String, Double> metrics = new TreeMap<>();
    for (Slice slice : quality.slices()) {
      String prefix = slice.name().equals(Quality.ALL) ? "" : slice.name() + ".";
      slice.metrics().forEach((key, value) -> metrics.put(prefix + key, value));
      metrics.put(prefix + "rows", (double) slice.rows());
    }
    quality
        .comparison()
        .ifPresent(
            with -> {
              metrics.put("compared.rows", (double) with.rows());
              with.candidate().forEach((key, value) -> metrics.put("candidate." + key, value));
              with.production().forEach((key, value) -> metrics.put("production." + key, value));
            });
    for (Importance one : quality.importance()) {
      one.aucLost()
          .forEach((head, lost) -> metrics.put("lost." + head + "." + one.features(), lost));
    }
    for (Variant one : quality.variants()) {
      one.aucLost().forEach((head, lost) -> metrics.put("lost." + head + "." + one.name(), lost));
    }
    metrics.put("predictions.not_finite", (double) quality.sample().notFinite());
    return metrics;
  }

  void head(String version, String verdict) {
    out.printf("%s: %s%n", version, verdict);
    out.printf(
        "measured on its latest %,d impressions, of %,d users, %s to %s,%n"
            + "by a network with the same settings that was not trained on them%n",
        quality.sample().rows(),
        quality.sample().users(),
        quality.sample().from(),
        quality.sample().until());
    if (quality.sample().notFinite() > 0) {
      out.printf("%,d predictions are no probabilities%n", quality.sample().notFinite());
    }
  }

  void print() {
    quality.comparison().ifPresent(this::comparison);
    if (!quality.slices().isEmpty()) {
      titles("predictions");
      quality.slices().forEach(slice -> row(slice.name(), slice.rows(), slice.metrics()));
    }
    variants();
    importance();
    quality.all().ifPresent(this::calibration);
  }

  private void comparison(Comparison with) {
    if (with.rows() > 0) {
      titles("against production");
      row("this version", with.rows(), with.candidate());
      row(with.version(), with.rows(), with.production());
    }
    if (!with.note().isEmpty()) {
      out.printf("%n%s: %s%n", with.version(), with.note());
    }
  }

  private void titles(String what) {
    out.printf("%n%-24s %9s", "", "");
    for (String title : List.of("click", "log", "", "", "watch", "log", "", "", "NDCG", "Prec.")) {
      out.printf(" %8s", title);
    }
    out.printf("%n%-24s %9s", what, "rows");
    for (String title :
        List.of("AUC", "loss", "GAUC", "ECE", "AUC", "loss", "GAUC", "ECE", "@10", "@10")) {
      out.printf(" %8s", title);
    }
    out.println();
  }

  private void row(String name, int rows, Map<String, Double> metrics) {
    out.printf("%-24s %,9d", name, rows);
    COLUMNS.forEach(key -> out.printf(" %8s", cell(metrics, key)));
    out.println();
  }

  private void variants() {
    if (quality.variants().isEmpty()) {
      return;
    }
    out.printf("%n%-34s %8s %8s%n", "AUC lost by variant", "click", "watch");
    quality.variants().forEach(one -> lost(one.name(), one.aucLost()));
  }

  private void lost(String what, Map<String, Double> lost) {
    out.printf("%-34s %8s %8s%n", what, cell(lost, "click"), cell(lost, "watch"));
  }

  private void importance() {
    if (quality.importance().isEmpty()) {
      return;
    }
    out.printf("%n%-34s %8s %8s%n", "AUC lost without (permuted)", "click", "watch");
    quality.importance().forEach(one -> lost(one.features(), one.aucLost()));
  }

  private void calibration(Slice all) {
    List<Calibration.Bin> click = all.calibration().get("click");
    List<Calibration.Bin> watch = all.calibration().get("watch");
    out.printf("%n%-12s %9s %9s %9s", "calibration", "click", "", "");
    out.printf("   %9s %9s %9s%n", "watch", "", "");
    out.printf("%-12s %9s %9s %9s", "", "predicted", "happened", "rows");
    out.printf("   %9s %9s %9s%n", "predicted", "happened", "rows");
    for (int i = 0; i < click.size(); i++) {
      out.printf("%-12d %s   %s%n", i + 1, bin(click.get(i)), bin(watch.get(i)));
    }
  }

  private static String bin(Calibration.Bin bin) {
    return "%9.4f %9.4f %,9d".formatted(bin.predicted(), bin.happened(), bin.rows());
  }

  private static String cell(Map<String, Double> metrics, String key) {
    Double value = metrics.get(key);
    // Rounded before formatting, so that a tiny negative value is not printed as -0.0000.
    return value == null ? "-" : "%.4f".formatted(Math.rint(1e4 * value) / 1e4 + 0.0);
  }
}
