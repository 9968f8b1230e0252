package dev.marquee.engine.training.wideanddeep;

import dev.marquee.engine.Progress;
import dev.marquee.engine.models.Quality;
import dev.marquee.engine.models.RankerModel;
import dev.marquee.engine.training.examples.Examples;
import java.util.Optional;

/// Evaluates a ranker on examples that a network with the same settings was not trained on.
/// Implemented downstream of training, where the metrics are defined.
@FunctionalInterface
public interface RankerEvaluator {

  /// Reports nothing.
  RankerEvaluator NONE = (tried, served, examples, progress) -> Optional.empty();

  /// Evaluates the rankers.
  ///
  /// @param served the ranker trained with the same settings on all examples
  Optional<Quality> judge(
      HoldoutResult tried, RankerModel served, Examples examples, Progress progress);

  /// Rankers not trained on the latest examples.
  ///
  /// @param student distilled from the ranker
  /// @param later examples in order of time, at least one
  record HoldoutResult(RankerModel ranker, RankerModel student, int[] later) {}
}
