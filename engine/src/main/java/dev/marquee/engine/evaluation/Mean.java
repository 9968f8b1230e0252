package dev.marquee.engine.evaluation;

import java.util.OptionalDouble;

/// A running mean over the users for whom a metric is defined.
public final class Mean {

  private double sum;
  private int count;

  public void add(OptionalDouble value) {
    if (value.isPresent()) {
      sum += value.getAsDouble();
      count++;
    }
  }

  /// Merges another mean into this one.
  public void add(Mean other) {
    sum += other.sum;
    count += other.count;
  }

  /// Empty if it was defined for no user.
  public OptionalDouble value() {
    return count == 0 ? OptionalDouble.empty() : OptionalDouble.of(sum / count);
  }
}
