package dev.marquee.engine.math;

import java.util.random.RandomGenerator;

/// Puts numbers into random order, by Fisher and Yates: each order is as likely as any other.
public final class Shuffle {

  private Shuffle() {}

  /// Shuffles; the order depends on the generator alone.
  public static void inPlace(int[] numbers, RandomGenerator random) {
    for (int i = numbers.length - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int swapped = numbers[i];
      numbers[i] = numbers[j];
      numbers[j] = swapped;
    }
  }
}
