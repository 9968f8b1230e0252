package dev.marquee.engine.reproduction;

import dev.marquee.engine.Progress;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A published protocol on given data.
///
/// @param train what models are fitted on: all that they learn from, and all items that there are
/// @param valid what settings are chosen by; absent, a part of train is held out where needed
/// @param questions the model's queries, in the numbers of train
public record Reproduction(
    Histories train, Optional<Histories> valid, List<EvaluationQuery> questions) {

  /// What came out.
  ///
  /// @param metrics as [RankedLists] names them
  /// @param trainSeconds how long the fit took
  /// @param evaluateSeconds how long ranking and measuring took
  public record ReproductionResult(
      Map<String, Double> metrics, double trainSeconds, double evaluateSeconds) {}

  /// Fits the recipe, which sees no question, and asks.
  ///
  /// @param seed of the order of equal scores
  /// @throws IllegalArgumentException where there is nothing to learn from
  public ReproductionResult run(Fitter recipe, long seed, int threads, Progress progress)
      throws InterruptedException {
    if (train.pairs() == 0) {
      throw new IllegalArgumentException("there is no pair of a user and an item to train on");
    }
    long start = System.nanoTime();
    Scorer scorer = recipe.fit(train, valid, progress);
    long fitted = System.nanoTime();
    Map<String, Double> metrics =
        new RankedLists(train, seed, threads).measure(scorer, questions, progress);
    long measured = System.nanoTime();
    return new ReproductionResult(metrics, (fitted - start) / 1e9, (measured - fitted) / 1e9);
  }
}
