package dev.marquee.engine.math;

import java.util.random.RandomGenerator;

/// The Fisher-Yates shuffle: all orders are equally likely.
public final class Shuffle {

  private Shuffle() {}

  /// Shuffles; the order depends only on the generator.
  public static void inPlace(int[] numbers, RandomGenerator random) {
    for (int i = numbers.length - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int swapped = numbers[i];
      numbers[i] = numbers[j];
      numbers[j] = swapped;
    }
  }
}
