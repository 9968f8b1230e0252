package dev.marquee.engine.math;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TopKTest {

  private static final long SEED = 7;

  @Test
  void keepsWhatSortingEverythingWouldPutFirst() {
    var random = new SplittableRandom(SEED);
    for (int round = 0; round < 200; round++) {
      int k = 1 + random.nextInt(20);
      var top = new TopK(k);
      // Few distinct scores, so that ties abound.
      var scores = new float[random.nextInt(100)];
      for (int i = 0; i < scores.length; i++) {
        scores[i] = random.nextInt(-5, 5) / 2f;
      }
      top.addAll(scores);
      int[] expected =
          IntStream.range(0, scores.length)
              .boxed()
              .sorted(
                  Comparator.comparingDouble((Integer i) -> -scores[i]).thenComparingInt(i -> i))
              .limit(k)
              .mapToInt(i -> i)
              .toArray();
      assertThat(top.ids()).as("seed %d, round %d", SEED, round).isEqualTo(expected);
    }
  }

  @Test
  void tiesGoToTheLowerIdWhicheverCameFirst() {
    var top = new TopK(2);
    top.add(9, 1);
    top.add(4, 1);
    top.add(7, 1);
    assertThat(top.ids()).containsExactly(4, 7);
  }

  @Test
  void takesMinusInfinityAndMinusZeroButNeverNan() {
    var top = new TopK(5);
    top.addAll(new float[] {Float.NaN, Float.NEGATIVE_INFINITY, 0f, -0f, Float.POSITIVE_INFINITY});
    assertThat(top.ids()).containsExactly(4, 2, 3, 1);
  }

  @Test
  void drainsBestFirstAndStartsAfresh() {
    var top = new TopK(3);
    top.addAll(new float[] {0, 5, 6, 7, 0}, 1, 4, 10);
    var ids = new int[3];
    var scores = new float[3];
    assertThat(top.drain(ids, scores)).isEqualTo(3);
    assertThat(ids).containsExactly(12, 11, 10);
    assertThat(scores).containsExactly(7, 6, 5);
    top.add(1, -3);
    assertThat(top.size()).isEqualTo(1);
    assertThat(top.ids()).containsExactly(1);
    assertThat(top.scores()).containsExactly(-3);
  }

  @Test
  void wantsWhatItMightKeep() {
    var top = new TopK(2);
    assertThat(top.wants(Float.NEGATIVE_INFINITY)).isTrue();
    top.add(1, 5);
    top.add(2, 7);
    assertThat(top.wants(5)).as("a lower id would do").isTrue();
    assertThat(top.wants(4.9f)).isFalse();
    assertThat(top.wants(Float.NaN)).isFalse();
  }
}
