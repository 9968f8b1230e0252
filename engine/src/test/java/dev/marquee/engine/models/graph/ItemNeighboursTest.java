package dev.marquee.engine.models.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.marquee.engine.math.CsrMatrix;
import dev.marquee.engine.models.Damage;
import dev.marquee.engine.models.Items;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class ItemNeighboursTest {

  private final ItemNeighbours pets =
      new ItemNeighbours(
          new Items(List.of("cat", "dog", "eel")),
          CsrMatrix.of(
              3, 3, new int[] {0, 0, 1}, new int[] {1, 2, 0}, new float[] {.5f, .25f, .5f}));

  @Test
  void aFileGivesBackEveryBit() throws IOException {
    ItemNeighbours read = ItemNeighbours.read(new ByteArrayInputStream(Damage.bytes(pets::write)));
    assertThat(read.items().ids()).containsExactly("cat", "dog", "eel");
    for (int item = 0; item < 3; item++) {
      assertThat(read.table().columnsOf(item)).isEqualTo(pets.table().columnsOf(item));
    }
    assertThat(read.table().weights()).isEqualTo(pets.table().weights());
  }

  @Test
  void aDamagedFileIsRefused() throws IOException {
    Damage.requireRefused("item-neighbours", Damage.bytes(pets::write), ItemNeighbours::read);
  }

  @Test
  void aTableOfOtherItemsIsRefused() {
    CsrMatrix wide = CsrMatrix.of(2, 3, new int[0], new int[0]);
    assertThatThrownBy(() -> new ItemNeighbours(new Items(List.of("cat", "dog")), wide))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("2 items need a table of as many rows and columns, got 2 × 3");
  }
}
