package dev.marquee.engine.reproduction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import it.unimi.dsi.fastutil.ints.IntOpenHashSet;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SampledNegativesTest {

  @Test
  void drawsDistinctItemsThatAreNotOnesOwnEachAsOften() {
    var negatives = new SampledNegatives(20, 4);
    var own = new IntOpenHashSet(new int[] {3, 17});
    var counts = new int[20];
    for (int draw = 0; draw < 9_000; draw++) {
      int[] drawn = negatives.draw(6, own);
      assertThat(drawn).hasSize(6).doesNotHaveDuplicates().doesNotContain(3, 17);
      for (int item : drawn) {
        counts[item]++;
      }
    }
    for (int item = 0; item < 20; item++) {
      assertThat(counts[item] / 9_000.0).isCloseTo(own.contains(item) ? 0 : 6 / 18.0, within(0.02));
    }
  }

  @Test
  void drawsAllWhereThereAreFewer() {
    var negatives = new SampledNegatives(5, 4);
    assertThat(negatives.draw(9, new IntOpenHashSet(new int[] {1})))
        .containsExactlyInAnyOrder(0, 2, 3, 4);
    assertThat(new SampledNegatives(0, 4).draw(9, new IntOpenHashSet())).isEmpty();
  }

  @Test
  void theSeedDecides() {
    var own = new IntOpenHashSet();
    int[] first = new SampledNegatives(1_000, 1).draw(50, own);
    assertThat(first).isEqualTo(new SampledNegatives(1_000, 1).draw(50, own));
    assertThat(Arrays.equals(first, new SampledNegatives(1_000, 2).draw(50, own))).isFalse();
  }
}
