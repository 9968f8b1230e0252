package dev.marquee.engine.evaluation;

import java.util.OptionalDouble;

/// A running mean over the users for whom a metric is defined.
final class Mean {

  private double sum;
  private int count;

  void add(OptionalDouble value) {
    if (value.isPresent()) {
      sum += value.getAsDouble();
      count++;
    }
  }

  /// Empty where it was defined for nobody.
  OptionalDouble value() {
    return count == 0 ? OptionalDouble.empty() : OptionalDouble.of(sum / count);
  }
}
