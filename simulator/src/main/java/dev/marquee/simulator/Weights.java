package dev.marquee.simulator;

import java.util.function.IntToDoubleFunction;
import java.util.random.RandomGenerator;

/// Draws indices, each with a probability proportional to its weight.
final class Weights {

  private final double[] upTo;

  Weights(int size, IntToDoubleFunction weight) {
    upTo = new double[size];
    double sum = 0;
    for (int i = 0; i < size; i++) {
      sum += weight.applyAsDouble(i);
      upTo[i] = sum;
    }
  }

  /// Zipf weights: index k has the weight `1 / (k + 1)^exponent`.
  static Weights zipf(int size, double exponent) {
    return new Weights(size, k -> zipfWeight(k, exponent));
  }

  static double zipfWeight(int k, double exponent) {
    return 1 / StrictMath.pow(k + 1, exponent);
  }

  int draw(RandomGenerator random) {
    double at = random.nextDouble() * upTo[upTo.length - 1];
    int low = 0;
    int high = upTo.length - 1;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (at < upTo[middle]) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }
}
