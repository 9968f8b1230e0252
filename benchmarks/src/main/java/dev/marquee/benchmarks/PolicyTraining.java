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

/// How a policy learns its models from what it observed.
@FunctionalInterface
interface PolicyTraining {

  /// Learns from all that the log holds at a simulated moment.
  Models train(EventLog log, Instant now) throws InterruptedException;

  /// As the product trains.
  static PolicyTraining asServed() {
    return judgedBy(RankerEvaluator.NONE);
  }

  /// As the product trains, the ranker being judged.
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

  /// The product's training run at a simulated moment, with its defaults.
  static TrainingRun run(Instant now) {
    return new TrainingRun(
        FoldSettings.defaults(),
        RetrievalSettings.defaults(),
        SourceFusion.defaults(),
        WideAndDeepSettings.defaults(),
        "benchmark",
        InstantSource.fixed(now));
  }

  /// Trains once for all policies that take over the same audience, which have observed the same
  /// until then, and for each of them later. For one thread.
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
