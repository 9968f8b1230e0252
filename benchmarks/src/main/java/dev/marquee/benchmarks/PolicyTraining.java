package dev.marquee.benchmarks;

import dev.marquee.engine.Progress;
import dev.marquee.engine.evaluation.SourceFusion;
import dev.marquee.engine.events.EventLog;
import dev.marquee.engine.models.Models;
import dev.marquee.engine.state.FoldSettings;
import dev.marquee.engine.training.RetrievalSettings;
import dev.marquee.engine.training.TrainingRun;
import dev.marquee.engine.training.examples.SignalHistory;
import dev.marquee.engine.training.wideanddeep.RankerEvaluator;
import dev.marquee.engine.training.wideanddeep.WideAndDeepSettings;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/// How a policy trains its models on the events it observed.
@FunctionalInterface
interface PolicyTraining {

  /// Trains on the whole log at a simulated time.
  Models train(EventLog log, Instant now) throws InterruptedException;

  /// Trains as the product does.
  static PolicyTraining asServed() {
    return judgedBy(RankerEvaluator.NONE);
  }

  /// Trains as the product does, and evaluates the ranker.
  static PolicyTraining judgedBy(RankerEvaluator judge) {
    return (log, now) ->
        run(now)
            .train(
                log,
                Optional.empty(),
                "at " + now,
                SignalHistory.NONE,
                judge,
                Optional.empty(),
                Progress.NONE)
            .models();
  }

  /// The product's training run at a simulated time, with its defaults.
  static TrainingRun run(Instant now) {
    return new TrainingRun(
        FoldSettings.defaults(),
        RetrievalSettings.defaults(),
        SourceFusion.defaults(),
        WideAndDeepSettings.defaults(),
        "benchmark",
        InstantSource.fixed(now));
  }

  /// Shares the first training among all policies that take over the same audience, as they have
  /// observed the same events; later trainings are separate. Not safe for use by many threads.
  static PolicyTraining sharingTheFirst(PolicyTraining training) {
    return new PolicyTraining() {
      private Instant takeover;
      private long observed;
      private Models first;

      @Override
      public Models train(EventLog log, Instant now) throws InterruptedException {
        if (first == null) {
          first = training.train(log, now);
          takeover = now;
          observed = log.end();
        }
        if (!now.equals(takeover)) {
          return training.train(log, now);
        }
        if (log.end() != observed) {
          throw new IllegalStateException(
              "%d events observed until %s by one policy and %d by another of the same audience"
                  .formatted(observed, now, log.end()));
        }
        return first;
      }
    };
  }
}
