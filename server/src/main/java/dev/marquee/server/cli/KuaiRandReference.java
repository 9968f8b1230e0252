package dev.marquee.server.cli;

import dev.marquee.engine.evaluation.Evaluation;
import java.time.Instant;
import java.util.List;

/// Reference figures for KuaiRand-Pure, 2022-05-01 to 05-05 after training on the days before:
/// logistic regression and LightGBM on point-in-time features of the same rows.
///
/// @param model the model that was measured
/// @param state `live` or `frozen`
record KuaiRandReference(String model, String state, Figures click, Figures watch) {

  /// The metrics of one head.
  record Figures(double auc, double loss, double gauc) {}

  private static final Instant SPLIT = Instant.parse("2022-04-30T16:00:00Z");

  /// Number of test rows of that split; other spans have no reference.
  private static final int ROWS = 88_033;

  private static final List<KuaiRandReference> ALL =
      List.of(
          new KuaiRandReference(
              "logistic regression",
              "live",
              new Figures(.7471, .5892, .5994),
              new Figures(.7464, .5419, .6182)),
          new KuaiRandReference(
              "LightGBM",
              "live",
              new Figures(.7536, .5818, .6005),
              new Figures(.7539, .5334, .6128)),
          new KuaiRandReference(
              "logistic regression",
              "frozen",
              new Figures(.7413, .5941, .6346),
              new Figures(.7427, .5445, .6441)),
          new KuaiRandReference(
              "LightGBM",
              "frozen",
              new Figures(.7485, .5868, .6412),
              new Figures(.7498, .5369, .6516)));

  /// The rows to print next to a result; none unless the result has that data and split.
  static List<KuaiRandReference> rows(Instant from, Evaluation.EvaluationResult result) {
    return from.equals(SPLIT) && result.impressions() == ROWS ? ALL : List.of();
  }
}
