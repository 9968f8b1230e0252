package dev.marquee.engine.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.marquee.testkit.Seed;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SparseSumsTest {

  @Test
  void equalAMapInTheOrderOfFirstArrivalHoweverOftenUsedAgain(@Seed Random random) {
    var sums = new SparseSums(4);
    for (int use = 0; use < 20; use++) {
      Map<Integer, Float> expected = new LinkedHashMap<>();
      int keys = random.nextInt(1, 3_000);
      for (int i = random.nextInt(5_000); i > 0; i--) {
        int key =
            random.nextInt(4) == 0 ? Integer.MAX_VALUE - random.nextInt(3) : random.nextInt(keys);
        float value = random.nextInt(-3, 9);
        assertThat(sums.add(key, value)).isEqualTo(expected.merge(key, value, Float::sum));
      }
      assertThat(sums.size()).isEqualTo(expected.size());
      assertThat(sums.of(keys)).as("never came").isZero();
      int i = 0;
      for (var one : expected.entrySet()) {
        assertThat(sums.key(i)).isEqualTo(one.getKey());
        assertThat(sums.sum(i++)).isEqualTo(one.getValue());
        assertThat(sums.of(one.getKey())).isEqualTo(one.getValue());
      }
      sums.clear();
      assertThat(sums.size()).isEqualTo(0);
    }
  }

  @Test
  void aSumCanBeReplaced() {
    var sums = new SparseSums(1);
    sums.add(0, 5);
    sums.add(7, 2);
    sums.replace(1, 4);
    assertThat(sums.add(7, 0)).isEqualTo(4);
    assertThat(sums.add(0, 0)).isEqualTo(5);
  }

  @Test
  void refusesNoRoomAtAll() {
    assertThatThrownBy(() -> new SparseSums(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("expected must be from 1 to 2^28 keys, was 0");
  }
}
