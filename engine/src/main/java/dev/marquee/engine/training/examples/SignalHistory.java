package dev.marquee.engine.training.examples;

import dev.marquee.engine.features.Signals;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/// Which learned scores a replay may show to which row: a score that enters an example comes from a
/// model whose data ended before it.
///
/// @param from examples from this time on carry scores
/// @param signals where they come from, a model whose data ended before `from`
/// @param servedBy finds what a served feed's rows carried, by the version of the models that the
///   feed names, to build them once more; empty where that version is gone
public record SignalHistory(
    Instant from, Signals signals, Function<String, Optional<Signals>> servedBy) {

  /// No learned scores, neither for examples nor in served feeds.
  public static final SignalHistory NONE = of(version -> Optional.of(Signals.NONE));

  /// None for examples; served feeds carried what their models gave.
  public static SignalHistory of(Function<String, Optional<Signals>> servedBy) {
    return new SignalHistory(Instant.MAX, Signals.NONE, servedBy);
  }

  /// The same with scores for examples.
  public SignalHistory with(Instant newFrom, Signals newSignals) {
    return new SignalHistory(newFrom, newSignals, servedBy);
  }

  /// The scores for an example of a time.
  Signals at(Instant time) {
    return time.isBefore(from) ? Signals.NONE : signals;
  }
}
