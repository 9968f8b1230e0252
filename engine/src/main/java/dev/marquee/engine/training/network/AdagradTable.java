package dev.marquee.engine.training.network;

import dev.marquee.engine.math.Vectors;
import java.util.SplittableRandom;

/// Rows of weights updated individually by Adagrad: only the rows of a batch are read and written
/// (Duchi, Hazan and Singer, "Adaptive Subgradient Methods", 2011).
///
/// Threads may update distinct rows concurrently.
public final class AdagradTable {

  private static final float EPSILON = 1e-10f;

  final int width;
  public final float[] weights;
  private final float[] squares;
  private final float rate;

  public AdagradTable(int rows, int width, double rate) {
    long floats = (long) rows * width;
    if (floats > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          "%d rows of %d floats are more than one array holds: lower the dimension"
              .formatted(rows, width));
    }
    this.width = width;
    this.weights = new float[(int) floats];
    this.squares = new float[(int) floats];
    this.rate = (float) rate;
  }

  /// Fills the table with random rows of about this length.
  public void randomise(double length, SplittableRandom random) {
    double deviation = length / Math.sqrt(width);
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (float) (deviation * random.nextGaussian());
    }
  }

  /// The sum of the squared gradients of one weight so far.
  public float squares(int place) {
    return squares[place];
  }

  /// Takes a gradient step for one row.
  public void update(int row, float[] gradient, int offset) {
    Vectors.adagrad(rate, EPSILON, gradient, offset, squares, weights, row * width, width);
  }

  /// Takes a gradient step for all rows.
  public void update(float[] gradients) {
    for (int row = 0; row < weights.length / width; row++) {
      update(row, gradients, row * width);
    }
  }
}
