package dev.marquee.server.data;

import dev.marquee.engine.Doc;
import java.time.Instant;
import java.util.Optional;

/// How data are split by time if a command names no times; see [DataSplit].
public record SplitSettings(
    @Doc("training uses impressions before this time; none: all whose outcome is known")
        Optional<Instant> trainUntil,
    @Doc("evaluation begins at this time; none: where training ends")
        Optional<Instant> evaluateFrom,
    @Doc("evaluation ends before this time; none: at the end of the log")
        Optional<Instant> evaluateTo) {

  public SplitSettings {
    if (trainUntil.isPresent() && evaluateFrom.isPresent()) {
      var _ = new DataSplit(trainUntil.get(), evaluateFrom.get(), evaluateTo); // checks the order
    }
  }

  /// No split.
  public static SplitSettings defaults() {
    return new SplitSettings(Optional.empty(), Optional.empty(), Optional.empty());
  }

  /// The start of the evaluation span.
  public Optional<Instant> begin() {
    return evaluateFrom.or(() -> trainUntil);
  }
}
