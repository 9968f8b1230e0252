package dev.marquee.engine.training.network;

import dev.marquee.engine.math.Vectors;
import java.util.Arrays;

/// Weights of a network in rows, each learned when a batch has its gradient, and their running
/// average, which predicts better than the last of them (Polyak and Juditsky, "Acceleration of
/// Stochastic Approximation by Averaging", 1992).
///
/// Threads may step distinct rows at a time.
public final class Parameters {

  private static final float FIRST_DECAY = 0.9f;
  private static final float SECOND_DECAY = 0.999f;
  private static final float EPSILON = 1e-8f;

  public final float[] weights;
  final int width;
  private final Optimiser optimiser;
  private final double averaging;
  private final float[] rates;
  private final float[] first;
  private final float[] second;

  /// The average of the weights after each step, each weighed by `averaging` once more than the
  /// next; null where it is not kept.
  private final float[] average;

  /// The step up to which a row's average is.
  private final int[] averagedTo;

  /// @param weights rows of `width`; are learned in place
  /// @param rates a learning rate for each element of a row
  /// @param averaging what an average keeps of itself in a step; 0 for none
  public Parameters(float[] weights, float[] rates, Optimiser optimiser, double averaging) {
    this.weights = weights;
    this.width = rates.length;
    this.rates = rates;
    this.optimiser = optimiser;
    this.averaging = averaging;
    this.first = new float[optimiser == Optimiser.ADAM ? weights.length : 0];
    this.second = new float[weights.length];
    this.average = averaging > 0 ? new float[weights.length] : null;
    this.averagedTo = new int[width == 0 ? 0 : weights.length / width];
  }

  /// Weights that move together, as one row.
  public static Parameters whole(
      float[] weights, double rate, Optimiser optimiser, double averaging) {
    float[] rates = new float[weights.length];
    Arrays.fill(rates, (float) rate);
    return new Parameters(weights, rates, optimiser, averaging);
  }

  /// What a step shares: to be made once for all its rows.
  ///
  /// @param number of the step, from 1
  public static float[] decays(int number) {
    return new float[] {
      1 - FIRST_DECAY,
      1 - SECOND_DECAY,
      (float) (1 / (1 - Math.pow(FIRST_DECAY, number))),
      (float) (1 / (1 - Math.pow(SECOND_DECAY, number))),
      EPSILON
    };
  }

  /// Moves a row against its gradient.
  ///
  /// @param number of the step, from 1
  /// @param decays as [#decays] gives them for it
  public void step(int row, float[] gradient, int offset, int number, float[] decays) {
    average(row, number - 1);
    int at = row * width;
    if (optimiser == Optimiser.ADAM) {
      Vectors.adam(rates, decays, gradient, offset, first, second, weights, at, width);
      return;
    }
    for (int i = 0; i < width; i++) {
      float slope = gradient[offset + i];
      second[at + i] += slope * slope;
      weights[at + i] -= rates[i] * slope / ((float) Math.sqrt(second[at + i]) + EPSILON);
    }
  }

  /// Takes a row's weights into its average for the steps in which they did not change.
  private void average(int row, int upTo) {
    int steps = upTo - averagedTo[row];
    if (average == null || steps == 0) {
      return;
    }
    float kept = (float) kept(averagedTo[row], upTo);
    int at = row * width;
    Vectors.scale(kept, average, at, width);
    Vectors.axpy(1 - kept, weights, at, average, at, width);
    averagedTo[row] = upTo;
  }

  /// What an average of a step keeps of itself until a later one: in step t at most (1 + t) / (10 +
  /// t), so that it soon forgets how it began.
  private double kept(int from, int to) {
    double kept = 1;
    for (int step = from + 1; step <= to && kept > 1e-12; step++) {
      double warm = (1.0 + step) / (10 + step);
      if (warm >= averaging) {
        return kept * Math.pow(averaging, to - step + 1);
      }
      kept *= warm;
    }
    return kept;
  }

  /// The average after a step; the weights where none is kept.
  public float[] averaged(int number) {
    if (average == null || number == 0) {
      return weights.clone();
    }
    for (int row = 0; row < averagedTo.length; row++) {
      average(row, number);
    }
    float[] whole = average.clone();
    Vectors.scale((float) (1 / (1 - kept(0, number))), whole, 0, whole.length);
    return whole;
  }
}
