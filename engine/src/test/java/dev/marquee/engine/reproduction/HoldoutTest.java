package dev.marquee.engine.reproduction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class HoldoutTest {

  private static final long SEED = 5;

  @Test
  void givenPairsLeaveTheFitWhetherTrainHasThemOrNot() {
    Histories train = Histories.of(4, new int[][] {{0, 1, 2}, {3}});
    Histories valid = Histories.of(4, new int[][] {{2, 3}, {}});
    Holdout holdout = Holdout.of(train, Optional.of(valid), SEED);
    assertThat(holdout.valid()).isSameAs(valid);
    assertThat(holdout.fit().itemsOf(0)).containsExactly(0, 1);
    assertThat(holdout.fit().itemsOf(1)).containsExactly(3);
    assertThat(train.itemsOf(0)).as("train stays as it is").containsExactly(0, 1, 2);
  }

  @Test
  void withoutAnyATenthIsDrawnBySeedAndNobodyIsLeftWithNothing() {
    Histories train = random();
    Holdout holdout = Holdout.of(train, Optional.empty(), SEED);
    assertThat(holdout.fit().pairs() + holdout.valid().pairs()).isEqualTo(train.pairs());
    assertThat(holdout.valid().pairs() / (double) train.pairs()).isCloseTo(0.09, within(0.02));
    for (int user = 0; user < train.users(); user++) {
      int[] kept = holdout.fit().itemsOf(user);
      assertThat(kept).as("user %d, seed %d", user, SEED).isNotEmpty();
      int[] both = Arrays.copyOf(kept, kept.length + holdout.valid().itemsOf(user).length);
      System.arraycopy(
          holdout.valid().itemsOf(user), 0, both, kept.length, both.length - kept.length);
      assertThat(both).containsExactlyInAnyOrder(train.itemsOf(user));
    }
    assertThat(drawn(train, SEED)).isDeepEqualTo(drawn(train, SEED));
    assertThat(Arrays.deepEquals(drawn(train, SEED), drawn(train, SEED + 1))).isFalse();
  }

  private static int[][] drawn(Histories train, long seed) {
    Histories valid = Holdout.of(train, Optional.empty(), seed).valid();
    var drawn = new int[train.users()][];
    Arrays.setAll(drawn, valid::itemsOf);
    return drawn;
  }

  private static Histories random() {
    var random = new SplittableRandom(SEED);
    var rows = new int[500][];
    Arrays.setAll(rows, user -> random.ints(random.nextInt(1, 30), 0, 200).toArray());
    return Histories.of(200, rows);
  }
}
