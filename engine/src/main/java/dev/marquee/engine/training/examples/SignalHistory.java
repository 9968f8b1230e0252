package dev.marquee.engine.training.examples;

import dev.marquee.engine.features.Signals;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/// Which learned scores a replay may put into which row: an example's scores must come from a model
/// whose data ended before it.
///
/// @param from examples from this time on have scores
/// @param signals computes them; from models whose data ended before `from`
/// @param servedBy finds the scores of a served feed's rows by the feed's model version, to rebuild
///   the rows; empty if that version was deleted
public record SignalHistory(
    Instant from, Signals signals, Function<String, Optional<Signals>> servedBy) {

  /// No learned scores, neither for examples nor in served feeds.
  public static final SignalHistory NONE = of(version -> Optional.of(Signals.NONE));

  /// No scores for examples; served feeds have the scores of their models.
  public static SignalHistory of(Function<String, Optional<Signals>> servedBy) {
    return new SignalHistory(Instant.MAX, Signals.NONE, servedBy);
  }

  /// A copy with scores for examples.
  public SignalHistory with(Instant newFrom, Signals newSignals) {
    return new SignalHistory(newFrom, newSignals, servedBy);
  }

  /// The scores for an example at a time.
  Signals at(Instant time) {
    return time.isBefore(from) ? Signals.NONE : signals;
  }
}
