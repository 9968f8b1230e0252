package dev.marquee.benchmarks;

import dev.marquee.engine.features.FeatureRows;
import dev.marquee.engine.features.Signals;
import dev.marquee.engine.state.Fold;
import dev.marquee.engine.training.examples.ExampleReplay;
import dev.marquee.engine.training.examples.Examples;
import java.time.Instant;

/// The mistake that Marquee is built not to make, made on purpose: impressions joined with what the
/// tables hold at the end of the log.
///
/// The viewer's and the video's counters, the history and the learned scores of such an example
/// have seen its own outcome, and all that came after. For an experiment; nothing of the product
/// makes rows in this way.
final class LeakyExamples {

  private LeakyExamples() {}

  /// The replay's examples with the same outcomes and the rows of its end.
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
