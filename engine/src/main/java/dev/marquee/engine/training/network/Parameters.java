package dev.marquee.engine.training.network;

import dev.marquee.engine.math.Vectors;
import java.util.Arrays;

/// Weights of a network in rows, each updated when a batch has a gradient for it, and their moving
/// average, which predicts better than the final weights (Polyak and Juditsky, "Acceleration of
/// Stochastic Approximation by Averaging", 1992).
///
/// Threads may step distinct rows concurrently.
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

  /// The exponential moving average of the weights, with decay `averaging`; null if not kept.
  private final float[] average;

  /// By row: the step up to which its average is current.
  private final int[] averagedTo;

  /// @param weights rows of `width`; updated in place
  /// @param rates a learning rate for each element of a row
  /// @param averaging decay of the average per step; 0 for no average
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

  /// Weights that are updated together, as one row.
  public static Parameters whole(
      float[] weights, double rate, Optimiser optimiser, double averaging) {
    float[] rates = new float[weights.length];
    Arrays.fill(rates, (float) rate);
    return new Parameters(weights, rates, optimiser, averaging);
  }

  /// The factors that all rows of a step share; compute them once per step.
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

  /// Takes a gradient step for one row.
  ///
  /// @param number of the step, from 1
  /// @param decays the result of [#decays] for this step
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

  /// Brings a row's average up to date for the steps in which its weights did not change.
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

  /// The product of the average's decays from one step to a later one. In step t the decay is at
  /// most (1 + t) / (10 + t), so that the initial weights are soon forgotten.
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

  /// The average after a step; the weights if no average is kept.
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
