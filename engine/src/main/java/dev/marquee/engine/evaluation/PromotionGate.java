package dev.marquee.engine.evaluation;

import dev.marquee.engine.Doc;
import dev.marquee.engine.math.metrics.Calibration;
import dev.marquee.engine.models.Manifest;
import dev.marquee.engine.models.Quality;
import dev.marquee.engine.models.Quality.Comparison;
import dev.marquee.engine.models.Quality.Slice;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The quality that a version's report must show before the version may replace another. A first
/// version passes if its predictions are probabilities.
public record PromotionGate(
    @Doc(
            value =
                "share of production's log loss by which a head's may exceed it: the compared"
                    + " network does not know the latest examples",
            unit = "share")
        double logLossTolerance,
    @Doc("by how much a head's AUC may be below production's, for the same reason")
        double aucTolerance,
    @Doc(
            value =
                "how far predictions may be off, beyond chance: expected calibration error as a"
                    + " share of how often the outcome happens",
            unit = "share")
        double miscalibration,
    @Doc(
            value = "with fewer examples figures are chance, and only predictions are checked",
            unit = "examples")
        int minRows,
    @Doc(
            value =
                "how many clicks of impressions may be lost because they come before their"
                    + " impression in the log",
            unit = "share")
        double lostClicks) {

  private static final List<String> HEADS = List.of("click", "watch");

  public PromotionGate {
    if (!(logLossTolerance >= 0
        && aucTolerance >= 0
        && miscalibration >= 0
        && minRows >= 1
        && lostClicks >= 0)) {
      throw new IllegalArgumentException(
          "tolerances must be at least 0 and rows at least 1, were %s, %s, %s, %d and %s"
              .formatted(logLossTolerance, aucTolerance, miscalibration, minRows, lostClicks));
    }
  }

  public static PromotionGate defaults() {
    return new PromotionGate(0.02, 0.01, 0.25, QualityReport.LEAST_ROWS, 0.05);
  }

  /// The gate's verdict on a version.
  ///
  /// @param failures reasons against promotion: the metric, its value, the expected value
  /// @param notes what could not be checked, and why
  public record Verdict(List<String> failures, List<String> notes) {

    public Verdict {
      failures = List.copyOf(failures);
      notes = List.copyOf(notes);
    }

    public boolean isPassed() {
      return failures.isEmpty();
    }
  }

  /// Judges a version by its report.
  ///
  /// @param quality the report, if there is one
  /// @param metrics of the version's training, by name
  /// @param inProduction the version that would be replaced
  public Verdict judge(
      Optional<Quality> quality, Map<String, Double> metrics, Optional<String> inProduction) {
    List<String> failures = new ArrayList<>();
    List<String> notes = new ArrayList<>();
    double lost = metrics.getOrDefault(Manifest.LOST_CLICKS, 0.0);
    if (lost > lostClicks) {
      failures.add(
          ("%.1f %% of the clicks come before their impression in the log and are lost to the"
               + " labels, expected at most %.1f %%: import all files with one command, which sorts"
               + " their events by time, into a new data directory")
              .formatted(100 * lost, 100 * lostClicks));
    }
    if (quality.isEmpty()) {
      (inProduction.isPresent() ? failures : notes)
          .add(
              "there is no quality report, expected one: too few examples, or models from"
                  + " elsewhere");
    } else {
      Quality report = quality.get();
      if (report.sample().notFinite() > 0) {
        failures.add(
            "%,d predictions are no probabilities, expected none"
                .formatted(report.sample().notFinite()));
      }
      inProduction.ifPresent(version -> judge(report, version, failures, notes));
    }
    return new Verdict(failures, notes);
  }

  private void judge(
      Quality report, String inProduction, List<String> failures, List<String> notes) {
    if (report.sample().rows() < minRows) {
      notes.add(
          "not judged: %,d rows held back, expected at least %,d"
              .formatted(report.sample().rows(), minRows));
      return;
    }
    report.all().ifPresent(all -> HEADS.forEach(head -> calibration(all, head, failures)));
    Optional<Comparison> comparison = report.comparison();
    if (comparison.isEmpty() || !comparison.get().version().equals(inProduction)) {
      notes.add(
          "not compared with '%s', which is in production: the report compares with %s"
              .formatted(
                  inProduction,
                  comparison.map(with -> "'" + with.version() + "'").orElse("nothing")));
    } else if (comparison.get().rows() == 0) {
      notes.add(comparison.get().note());
    } else {
      if (!comparison.get().note().isEmpty()) {
        notes.add(comparison.get().note());
      }
      HEADS.forEach(head -> compare(comparison.get(), head, failures));
    }
  }

  private void calibration(Slice all, String head, List<String> failures) {
    Double error = all.metrics().get("ece." + head);
    if (error == null) {
      return;
    }
    List<Calibration.Bin> curve = all.calibration().get(head);
    double happened = 0;
    double chance = 0;
    for (Calibration.Bin bin : curve) {
      double p = Math.clamp(bin.predicted(), 0.0, 1.0);
      happened += bin.happened() * bin.rows() / all.rows();
      // The expected distance between an observed share and a correct probability.
      chance += Math.sqrt(2 / Math.PI * p * (1 - p) / bin.rows()) * bin.rows() / all.rows();
    }
    double max = miscalibration * happened + chance;
    if (error > max) {
      failures.add(
          "expected calibration error of %s is %.4f, expected at most %.4f"
              .formatted(name(head), error, max));
    }
  }

  private void compare(Comparison with, String head, List<String> failures) {
    Map<String, Double> candidate = with.candidate();
    Map<String, Double> production = with.production();
    Double loss = candidate.get("logloss." + head);
    Double former = production.get("logloss." + head);
    if (loss != null && former != null && loss > former * (1 + logLossTolerance)) {
      failures.add(
          "log loss of %s is %.4f, expected at most %.4f (%.4f of '%s' and %.1f %%)"
              .formatted(
                  name(head),
                  loss,
                  former * (1 + logLossTolerance),
                  former,
                  with.version(),
                  100 * logLossTolerance));
    }
    Double auc = candidate.get("auc." + head);
    Double formerAuc = production.get("auc." + head);
    if (auc != null && formerAuc != null && auc < formerAuc - aucTolerance) {
      failures.add(
          "AUC of %s is %.4f, expected at least %.4f (%.4f of '%s' less %s)"
              .formatted(
                  name(head),
                  auc,
                  formerAuc - aucTolerance,
                  formerAuc,
                  with.version(),
                  aucTolerance));
    }
  }

  private static String name(String head) {
    return head.equals("click") ? "clicks" : "completed watches";
  }
}
