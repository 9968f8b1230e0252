package dev.marquee.engine.training;

import dev.marquee.engine.Progress;
import dev.marquee.engine.models.Fusion;
import dev.marquee.engine.models.RetrievalModels;
import dev.marquee.engine.state.Fold;
import it.unimi.dsi.fastutil.ints.IntSet;
import java.time.Instant;
import java.util.Map;

/// Learns the weight of each candidate source from what viewers watched after the models' training
/// data ended. Implemented downstream of training, where the sources are known.
@FunctionalInterface
public interface FusionLearner {

  /// Learns.
  ///
  /// @param earlier models trained on events before `at`
  /// @param then the state at `at`
  /// @param relevant by viewer: the videos first completed after `at`
  Fusion learn(
      RetrievalModels earlier,
      Fold then,
      Instant at,
      Map<String, IntSet> relevant,
      Progress progress)
      throws InterruptedException;
}
