package dev.marquee.engine.training.wideanddeep;

import dev.marquee.engine.Progress;
import dev.marquee.engine.models.Quality;
import dev.marquee.engine.models.RankerModel;
import dev.marquee.engine.training.examples.Examples;
import java.util.Optional;

/// Judges a ranker on examples that one of its kind did not learn from. Implemented where figures
/// are known, downstream of training.
@FunctionalInterface
public interface RankerEvaluator {

  /// Says nothing.
  RankerEvaluator NONE = (tried, served, examples, progress) -> Optional.empty();

  /// Judges.
  ///
  /// @param served what the same settings made of all examples
  Optional<Quality> judge(
      HoldoutResult tried, RankerModel served, Examples examples, Progress progress);

  /// Rankers that did not learn from the latest examples.
  ///
  /// @param student distilled from the ranker
  /// @param later examples in order of time, at least one
  record HoldoutResult(RankerModel ranker, RankerModel student, int[] later) {}
}
