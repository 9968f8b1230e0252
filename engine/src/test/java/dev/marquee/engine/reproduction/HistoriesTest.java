package dev.marquee.engine.reproduction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class HistoriesTest {

  private final Histories histories = Histories.of(4, new int[][] {{3, 1, 3, 1}, {}, {0}});

  @Test
  void anItemThatComesAgainCountsWhereItCameFirst() {
    assertThat(histories.itemsOf(0)).containsExactly(3, 1);
    assertThat(histories.pairs()).isEqualTo(3);
  }

  @Test
  void usersAndItemsWithoutPairsAreThere() {
    assertThat(histories.users()).isEqualTo(3);
    assertThat(histories.items()).isEqualTo(4);
    assertThat(histories.itemsOf(1)).isEmpty();
  }

  @Test
  void theMatrixHasAOneForEachPair() {
    assertThat(histories.matrix().rows()).isEqualTo(3);
    assertThat(histories.matrix().columns()).isEqualTo(4);
    assertThat(histories.matrix().columnsOf(0)).containsExactly(1, 3);
    assertThat(histories.matrix().weights()).containsExactly(1, 1, 1);
    assertThat(histories.matrix()).isSameAs(histories.matrix());
  }

  @Test
  void whatIsLeftWithoutOthersKeepsItsNumbersAndOrder() {
    Histories left = histories.without(Histories.of(4, new int[][] {{3}, {2}, {0}}));
    assertThat(left.items()).isEqualTo(4);
    assertThat(left.itemsOf(0)).containsExactly(1);
    assertThat(left.itemsOf(1)).isEmpty();
    assertThat(left.itemsOf(2)).isEmpty();
    assertThat(left.pairs()).isEqualTo(1);
  }

  @Test
  void otherNumberingsAndItemsAreRefused() {
    assertThatThrownBy(() -> histories.without(Histories.of(5, new int[3][0])))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("3 users and 5 items")
        .hasMessageContaining("3 and 4");
    assertThatThrownBy(() -> Histories.of(2, new int[][] {{2}}))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }
}
