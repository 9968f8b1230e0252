package dev.marquee.engine.training;

import dev.marquee.engine.Progress;
import dev.marquee.engine.math.Parallel;
import dev.marquee.engine.models.Items;
import dev.marquee.engine.models.ModelKind;
import dev.marquee.engine.models.RetrievalModels;
import dev.marquee.engine.training.examples.WatchHistories;

/// How a kind of model is trained.
record Learner<M>(ModelKind<M> kind, Trainer<M> trainer) {

  /// Trains a model on what viewers watched.
  @FunctionalInterface
  interface Trainer<M> {
    M train(Lesson lesson) throws InterruptedException;
  }

  /// The training data and settings of a model.
  ///
  /// @param items the videos of the histories, which all models share
  record Lesson(
      RetrievalSettings settings, WatchHistories histories, Items items, Progress progress) {

    Parallel parallel() {
      return new Parallel(settings.twoTower().threads());
    }
  }

  RetrievalModels addTo(RetrievalModels models, Lesson lesson) throws InterruptedException {
    return models.with(kind, trainer.train(lesson));
  }
}
