package dev.marquee.engine.math;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ShuffleTest {

  @Test
  void keepsEveryNumberOnceInAnOrderThatTheSeedDecides() {
    int[] one = IntStream.range(0, 100).toArray();
    int[] other = one.clone();
    Shuffle.inPlace(one, new SplittableRandom(7));
    Shuffle.inPlace(other, new SplittableRandom(7));
    assertThat(one).isEqualTo(other).isNotEqualTo(IntStream.range(0, 100).toArray());
    Arrays.sort(one);
    assertThat(one).isEqualTo(IntStream.range(0, 100).toArray());
  }

  @Test
  void eachOrderIsAsLikelyAsAnyOther() {
    var random = new SplittableRandom(3);
    int[] counts = new int[6];
    for (int i = 0; i < 60_000; i++) {
      int[] three = {0, 1, 2};
      Shuffle.inPlace(three, random);
      counts[2 * three[0] + (three[1] > three[2] ? 1 : 0)]++;
    }
    for (int count : counts) {
      assertThat(count).isBetween(9_600, 10_400);
    }
  }
}
