package dev.marquee.benchmarks;

import dev.marquee.engine.features.FeatureRows;
import dev.marquee.engine.features.Signals;
import dev.marquee.engine.state.Fold;
import dev.marquee.engine.training.examples.ExampleReplay;
import dev.marquee.engine.training.examples.Examples;
import java.time.Instant;

/// Examples with label leakage, on purpose: impressions joined with the tables' state at the end of
/// the log.
///
/// The viewer's and the video's counters, the history and the learned scores of such an example
/// include its own outcome and all later events. For experiments only; no product code builds rows
/// this way.
final class LeakyExamples {

  private LeakyExamples() {}

  /// The replay's examples with unchanged outcomes, and rows from its final state.
  ///
  /// @param signals learned scores, from models of the whole log
  static Examples of(ExampleReplay.ReplayResult replay, Signals signals) {
    Examples honest = replay.examples();
    Fold end = replay.fold();
    return honest.withFeatures(
        example ->
            FeatureRows.build(
                end.now(),
                end.users().peek(honest.user(example)),
                honest.context(example),
                Instant.ofEpochMilli(honest.at(example)),
                new int[] {honest.video(example)},
                signals));
  }
}
