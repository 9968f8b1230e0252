package dev.marquee.engine.training;

import dev.marquee.engine.models.AlsLoss;

/// How [AlsTrainer] learns.
///
/// @param dimension d, floats in a vector; a multiple of 16 is fastest
/// @param epochs how often users and then items are solved
/// @param loss what is minimised
/// @param initialScale the length that random vectors start with; too small to matter but for the
///   first epochs, too large and they start from noise
/// @param seed of the random start
/// @param threads that work; the result does not depend on it
public record AlsSettings(
    int dimension, int epochs, AlsLoss loss, double initialScale, long seed, int threads) {

  public AlsSettings {
    atLeast1("dimension", dimension);
    atLeast1("epochs", epochs);
    atLeast1("threads", threads);
    if (!(initialScale > 0 && Double.isFinite(initialScale))) {
      throw new IllegalArgumentException(
          "initialScale must be above 0 and finite, was " + initialScale);
    }
  }

  public static AlsSettings defaults() {
    return new AlsSettings(
        64, 16, new AlsLoss(0.1, 0.003, 1), 0.1, 1, Runtime.getRuntime().availableProcessors());
  }

  private static void atLeast1(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " must be at least 1, was " + value);
    }
  }
}
