package dev.marquee.engine.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TiesTest {

  private static final int N = 100_000;

  @Test
  void tellsAlmostAllIndicesApart() {
    assertThat(IntStream.range(0, N).map(Ties::order).distinct().count()).isGreaterThan(N - 10);
  }

  @Test
  void doesNotFollowTheOrderOfArrival() {
    long rising = IntStream.range(1, N).filter(i -> Ties.order(i) > Ties.order(i - 1)).count();
    assertThat(rising / (double) N).isCloseTo(0.5, within(0.01));
    long later =
        IntStream.range(0, N / 2).filter(i -> Ties.order(i) > Ties.order(N - 1 - i)).count();
    assertThat(later / (N / 2.0)).as("early ones behind late ones").isCloseTo(0.5, within(0.01));
  }

  @Test
  void isTheSameInEveryRun() {
    assertThat(IntStream.range(0, 3).map(Ties::order).toArray())
        .containsExactly(1455877182, -734954182, -1821220461);
  }

  @Test
  void aPermutationHoldsEveryNumberOnceInAnOrderOfItsSeed() {
    int[] first = Ties.permutation(N, 1);
    assertThat(first).isEqualTo(Ties.permutation(N, 1)).isNotEqualTo(Ties.permutation(N, 2));
    assertThat(Arrays.stream(first).sorted().toArray()).isEqualTo(IntStream.range(0, N).toArray());
    long rising = IntStream.range(1, N).filter(i -> first[i] > first[i - 1]).count();
    assertThat(rising / (double) N).isCloseTo(0.5, within(0.01));
  }
}
