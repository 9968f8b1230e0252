package dev.marquee.engine.reproduction;

import dev.marquee.engine.Progress;
import java.util.Optional;

/// Fits a model with fixed settings on histories.
///
/// The result depends only on the arguments and its own seed, never on test data.
@FunctionalInterface
public interface Fitter {

  /// Fits a model on all of `train`.
  ///
  /// @param valid validation pairs for choices such as when to stop; numbered like `train`, which
  ///   may contain them or not. If empty, a fitter that needs them holds out a part of train (see
  ///   [Holdout]). They are used for choices only: the returned model is fitted on all of train and
  ///   nothing else
  /// @param progress notified on the calling thread
  /// @throws InterruptedException if the caller is interrupted; all threads have ended
  Scorer fit(Histories train, Optional<Histories> valid, Progress progress)
      throws InterruptedException;
}
