package dev.marquee.engine.reproduction;

import dev.marquee.engine.Progress;
import java.util.Optional;

/// How a model with all its settings is made of histories.
///
/// What it makes depends on what it is given and on its own seed, never on what is tested later.
@FunctionalInterface
public interface Fitter {

  /// Fits a model on all of `train`.
  ///
  /// @param valid what choices that need data outside of the fit, such as when to stop, are judged
  ///   by; numbered like `train`, which may hold its pairs or not. Absent, a recipe that needs it
  ///   holds out a part of train. Either way it serves for choosing alone ([Holdout] gives both
  ///   parts): what is returned was fitted on the whole of train and on nothing else
  /// @param progress heard on the calling thread
  /// @throws InterruptedException where the caller is interrupted; all threads have ended
  Scorer fit(Histories train, Optional<Histories> valid, Progress progress)
      throws InterruptedException;
}
