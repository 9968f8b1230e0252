package dev.marquee.engine.features;

import static org.assertj.core.api.Assertions.assertThat;

import dev.marquee.testkit.Seed;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RowGroupsTest {

  @Test
  void rowsOfOneLineHaveTheSameAndOthersDoNot(@Seed SplittableRandom random) {
    for (int i = 0; i < 200; i++) {
      int[] values = random.ints(random.nextInt(60), -3, 1 + random.nextInt(40)).toArray();
      RowGroups groups = RowGroups.of(values);
      assertThat(groups.size()).isEqualTo((int) Arrays.stream(values).distinct().count());
      for (int row = 0; row < values.length; row++) {
        int first = groups.first()[groups.ofRow()[row]];
        assertThat(first).isLessThanOrEqualTo(row);
        assertThat(values[first]).isEqualTo(values[row]);
      }
    }
  }

  @Test
  void aLineForEachAndOneForAll() {
    assertThat(RowGroups.each(3).ofRow()).isEqualTo(IntStream.range(0, 3).toArray());
    assertThat(RowGroups.one(3).ofRow()).isEqualTo(new int[3]);
    assertThat(RowGroups.one(0).size()).isEqualTo(1);
    assertThat(RowGroups.of(new int[0]).size()).isEqualTo(0);
  }
}
