package dev.marquee.engine.training;

import dev.marquee.engine.Progress;
import dev.marquee.engine.models.Fusion;
import dev.marquee.engine.models.RetrievalModels;
import dev.marquee.engine.training.examples.StateAt;
import it.unimi.dsi.fastutil.ints.IntSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Learns how much each candidate source counts, from what viewers watched after models had been
/// learned. Implemented where sources are known, downstream of training.
public interface FusionLearner {

  /// Which viewers are asked for, of those who watched something.
  List<String> asked(Set<String> viewers);

  /// Learns.
  ///
  /// @param earlier models of what happened before
  /// @param then the state at that time, with that of each viewer who is asked for
  /// @param relevant videos that viewers went on to complete, and had not before
  Fusion learn(
      RetrievalModels earlier, StateAt then, Map<String, IntSet> relevant, Progress progress)
      throws InterruptedException;
}
