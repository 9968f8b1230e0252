package dev.marquee.engine.training.als;

import dev.marquee.engine.Doc;
import dev.marquee.engine.models.als.AlsLoss;

/// How [AlsTrainer] learns.
public record AlsSettings(
    @Doc("d, floats in a vector; a multiple of 16 is fastest") int dimension,
    @Doc("how often users and then items are solved") int epochs,
    @Doc("what is minimised") AlsLoss loss,
    @Doc(
            "the most that a random vector's length can be at the start; its coordinates are 0 or"
                + " above")
        double initialScale,
    @Doc("how rows are solved") AlsSolver solver,
    @Doc("seed of the random start") long seed,
    @Doc("threads that work; the result does not depend on it") int threads) {

  private static final AlsSolver GRADIENTS = new AlsSolver.Gradients(2);
  private static final AlsSolver BLOCKS = new AlsSolver.Blocks(16);

  /// Beyond it, finding the Gramian's axes takes longer than they save.
  private static final int WIDEST_AXES = 128;

  public AlsSettings {
    atLeast1("dimension", dimension);
    atLeast1("epochs", epochs);
    atLeast1("threads", threads);
    if (!(initialScale > 0 && Double.isFinite(initialScale))) {
      throw new IllegalArgumentException(
          "initialScale must be above 0 and finite, was " + initialScale);
    }
  }

  /// With gradients up to 128 floats, and blocks beyond.
  public AlsSettings(
      int dimension, int epochs, AlsLoss loss, double initialScale, long seed, int threads) {
    this(
        dimension,
        epochs,
        loss,
        initialScale,
        dimension > WIDEST_AXES ? BLOCKS : GRADIENTS,
        seed,
        threads);
  }

  /// Rendle et al.'s 16 epochs and ν = 1; 64 floats. Their α0 of 0.1 is too much for users of 5 to
  /// 50 positives: of α0 from 0.01 to 1 and λ from 0.0003 to 0.03, as far as they were tried, both
  /// at 0.01 are near the best of Gowalla (41,000 places) and of KuaiRand-Pure (7,600 videos)
  /// alike. A larger catalog may want less α0. Vectors that start at 0.03 and above zero rank after
  /// 4 epochs of `AlsSpeed` as those about zero do after 12; the end is the same. All the machine's
  /// threads.
  public static AlsSettings defaults() {
    return new AlsSettings(
        64, 16, new AlsLoss(0.01, 0.01, 1), 0.03, 1, Runtime.getRuntime().availableProcessors());
  }

  private static void atLeast1(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " must be at least 1, was " + value);
    }
  }
}
