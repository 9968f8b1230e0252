package dev.marquee.engine.training;

import dev.marquee.engine.Progress;
import dev.marquee.engine.models.Quality;
import dev.marquee.engine.models.RankerModel;
import java.util.Optional;

/// Judges a ranker on examples that one of its kind did not learn from. Implemented where figures
/// are known, downstream of training.
@FunctionalInterface
public interface RankerJudge {

  /// Says nothing.
  RankerJudge NONE = (tried, served, examples, later, progress) -> Optional.empty();

  /// Judges.
  ///
  /// @param tried learned only from what was before `later`
  /// @param served what the same settings made of all examples, `later` among them
  /// @param later examples in order of time, at least one
  Optional<Quality> judge(
      RankerModel tried, RankerModel served, Examples examples, int[] later, Progress progress);
}
