package dev.marquee.engine.math.metrics;

import dev.marquee.engine.math.SortableFloats;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;

/// How well predicted probabilities match outcomes. Undefined where there are no predictions.
///
/// Probabilities outside [0, 1] are refused, NaN too.
public final class Calibration {

  /// Bins of the expected calibration error.
  public static final int BINS = 20;

  /// Probabilities are clipped to `CLIP` and 1 - `CLIP`, so that a certain but wrong prediction
  /// costs 34.5 and not infinity. In `double`: the largest `float` below 1 is 6e-8 away from it.
  public static final double CLIP = 1e-15;

  private Calibration() {}

  /// The mean of -ln(probability of what happened), clipped at [#CLIP].
  public static OptionalDouble logLoss(float[] probabilities, boolean[] labels) {
    check(probabilities, labels);
    double sum = 0;
    for (int i = 0; i < labels.length; i++) {
      double happened = labels[i] ? probabilities[i] : 1 - (double) probabilities[i];
      sum -= Math.log(Math.clamp(happened, CLIP, 1 - CLIP));
    }
    return labels.length == 0 ? OptionalDouble.empty() : OptionalDouble.of(sum / labels.length);
  }

  /// Predictions of similar size, and their outcomes.
  ///
  /// @param predicted the mean prediction
  /// @param happened the share of positives
  /// @param rows the number of predictions
  public record Bin(double predicted, double happened, int rows) {}

  /// The expected calibration error: the mean over the bins of the [#curve], weighted by their
  /// rows, of the distance from the mean prediction to the share of positives.
  public static OptionalDouble expectedError(float[] probabilities, boolean[] labels) {
    double error = 0;
    for (Bin bin : curve(probabilities, labels)) {
      error += Math.abs(bin.happened - bin.predicted) * bin.rows;
    }
    return labels.length == 0 ? OptionalDouble.empty() : OptionalDouble.of(error / labels.length);
  }

  /// Predictions in [#BINS] bins of equal count, the smallest first; fewer bins where there are
  /// fewer predictions.
  ///
  /// Equal predictions share their positives evenly, even where they fall into two bins, so that
  /// the result does not depend on the order of the input.
  public static List<Bin> curve(float[] probabilities, boolean[] labels) {
    check(probabilities, labels);
    long[] keys = new long[labels.length];
    for (int i = 0; i < keys.length; i++) {
      keys[i] = (long) SortableFloats.bits(probabilities[i]) << 1 | (labels[i] ? 1 : 0);
    }
    Arrays.sort(keys);
    var predicted = new double[BINS];
    var happened = new double[BINS];
    var rows = new int[BINS];
    for (int from = 0; from < keys.length; ) {
      int positives = 0;
      int to = from;
      for (; to < keys.length && keys[to] >> 1 == keys[from] >> 1; to++) {
        positives += (int) (keys[to] & 1);
      }
      double share = (double) positives / (to - from);
      double prediction = SortableFloats.value((int) (keys[from] >> 1));
      for (int i = from; i < to; i++) {
        int bin = (int) ((long) i * BINS / keys.length);
        predicted[bin] += prediction;
        happened[bin] += share;
        rows[bin]++;
      }
      from = to;
    }
    List<Bin> bins = new ArrayList<>();
    for (int i = 0; i < BINS; i++) {
      if (rows[i] > 0) {
        bins.add(new Bin(predicted[i] / rows[i], happened[i] / rows[i], rows[i]));
      }
    }
    return List.copyOf(bins);
  }

  private static void check(float[] probabilities, boolean[] labels) {
    if (probabilities.length != labels.length) {
      throw new IllegalArgumentException(
          "every prediction has a label, but there are %d and %d"
              .formatted(probabilities.length, labels.length));
    }
    for (int i = 0; i < probabilities.length; i++) {
      if (!(probabilities[i] >= 0 && probabilities[i] <= 1)) {
        throw new IllegalArgumentException(
            "prediction %d is %s, expected a probability".formatted(i, probabilities[i]));
      }
    }
  }
}
