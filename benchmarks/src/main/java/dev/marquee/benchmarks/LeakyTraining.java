package dev.marquee.benchmarks;

import dev.marquee.engine.Progress;
import dev.marquee.engine.events.EventLog;
import dev.marquee.engine.models.ModelSignals;
import dev.marquee.engine.models.Models;
import dev.marquee.engine.training.TrainingRun.Learnable;
import dev.marquee.engine.training.examples.Examples;
import dev.marquee.engine.training.examples.SignalHistory;
import dev.marquee.engine.training.wideanddeep.WideAndDeepSettings;
import dev.marquee.engine.training.wideanddeep.WideAndDeepTrainer;
import dev.marquee.engine.training.wideanddeep.WideAndDeepTrainer.Learned;
import java.time.Instant;
import java.util.Optional;

/// Point-in-time models whose ranker is replaced by one trained on [LeakyExamples]; the
/// impressions, the outcomes and the settings are the same.
///
/// @param pointInTime trains the other models
/// @param listener notified of each leaky ranker
record LeakyTraining(PolicyTraining pointInTime, Listener listener) implements PolicyTraining {

  /// Receives each ranker with its training rows.
  @FunctionalInterface
  interface Listener {
    void learned(Learned learned, Examples leaky, Examples honest);
  }

  @Override
  public Models train(EventLog log, Instant now) throws InterruptedException {
    Models models = pointInTime.train(log, now);
    Learnable learnable =
        PolicyTraining.run(now).learnable(log, Optional.empty(), SignalHistory.NONE, Progress.NONE);
    Examples leaky = LeakyExamples.of(learnable.replay(), ModelSignals.of(models.retrieval()));
    Learned learned =
        new WideAndDeepTrainer(WideAndDeepSettings.defaults(), Progress.NONE)
            .learn(leaky, learnable.usable(), Optional.empty());
    listener.learned(learned, leaky, learnable.replay().examples());
    return new Models(models.manifest(), models.retrieval(), models.fusion(), learned.ranker());
  }
}
