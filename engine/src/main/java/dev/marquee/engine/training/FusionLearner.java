package dev.marquee.engine.training;

import dev.marquee.engine.Progress;
import dev.marquee.engine.models.Fusion;
import dev.marquee.engine.models.RetrievalModels;
import dev.marquee.engine.state.Fold;
import it.unimi.dsi.fastutil.ints.IntSet;
import java.time.Instant;
import java.util.Map;

/// Learns how much each candidate source counts, from what viewers watched after models had been
/// learned. Implemented where sources are known, downstream of training.
@FunctionalInterface
public interface FusionLearner {

  /// Learns.
  ///
  /// @param earlier models of what happened before `at`
  /// @param then the state at `at`
  /// @param relevant videos that viewers went on to complete, and had not before
  Fusion learn(
      RetrievalModels earlier,
      Fold then,
      Instant at,
      Map<String, IntSet> relevant,
      Progress progress)
      throws InterruptedException;
}
