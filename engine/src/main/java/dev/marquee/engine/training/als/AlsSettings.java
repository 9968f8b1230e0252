package dev.marquee.engine.training.als;

import dev.marquee.engine.Doc;
import dev.marquee.engine.models.als.AlsLoss;

/// Settings of [AlsTrainer].
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

  /// Above this dimension, the eigendecomposition of the Gramian costs more time than it saves.
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

  /// Uses gradients up to 128 floats, and blocks above.
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
  /// 50 positives: of α0 from 0.01 to 1 and λ from 0.0003 to 0.03, of those tried, 0.01 for both is
  /// near the best on Gowalla (41,000 places) and of KuaiRand-Pure (7,600 videos) alike. A larger
  /// catalog may need a smaller α0. With initial coordinates from 0 up and vectors of length 0.03,
  /// 4 epochs of `AlsSpeed` rank as well as 12 with coordinates around zero; the final result is
  /// the same. Uses all hardware threads.
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
