package dev.marquee.engine.reproduction;

import dev.marquee.engine.Progress;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A published protocol on given data.
///
/// @param train the histories that models are fitted on; they define all items
/// @param valid the pairs that settings are chosen by; if empty, a part of train is held out when
///   needed
/// @param questions the test queries, with the numbering of train
public record Reproduction(
    Histories train, Optional<Histories> valid, List<EvaluationQuery> questions) {

  /// The result of a reproduction.
  ///
  /// @param metrics as [RankedLists] names them
  /// @param trainSeconds how long the fit took
  /// @param evaluateSeconds how long ranking and measuring took
  public record ReproductionResult(
      Map<String, Double> metrics, double trainSeconds, double evaluateSeconds) {}

  /// Fits the model, without access to the queries, and evaluates it.
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
