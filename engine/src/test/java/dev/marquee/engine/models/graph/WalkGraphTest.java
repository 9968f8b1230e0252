package dev.marquee.engine.models.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.marquee.engine.math.CsrMatrix;
import dev.marquee.engine.models.Damage;
import dev.marquee.engine.models.Items;
import dev.marquee.engine.models.graph.WalkGraph.Exponents;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class WalkGraphTest {

  private static final Items PETS = new Items(List.of("cat", "dog", "eel"));
  private static final Exponents HALF = new Exponents(0.5, 0.25, 0.125);

  private final WalkGraph graph =
      new WalkGraph(
          PETS,
          CsrMatrix.of(
              2, 3, new int[] {0, 0, 1, 1}, new int[] {0, 1, 1, 2}, new float[] {1, 2, 1, 1}),
          HALF);

  @Test
  void aFileGivesBackAGraphOfTheSameWalks() throws IOException {
    WalkGraph read = WalkGraph.read(new ByteArrayInputStream(Damage.bytes(graph::write)));
    assertThat(read.items().ids()).isEqualTo(PETS.ids());
    assertThat(read.exponents()).isEqualTo(HALF);
    assertThat(read.users()).isEqualTo(2);
    assertThat(read.edges()).isEqualTo(4);
    var settings = RandomWalkSettings.defaults();
    var expected = new RandomWalk(graph, settings).from(new int[] {0, 2}, new SplittableRandom(1));
    var found = new RandomWalk(read, settings).from(new int[] {0, 2}, new SplittableRandom(1));
    assertThat(found.size()).isEqualTo(expected.size()).isEqualTo(3);
    for (int i = 0; i < found.size(); i++) {
      assertThat(found.key(i)).isEqualTo(expected.key(i));
      assertThat(found.sum(i)).isEqualTo(expected.sum(i));
    }
  }

  @Test
  void aDamagedFileIsRefused() throws IOException {
    Damage.requireRefused("walk-graph", Damage.bytes(graph::write), WalkGraph::read);
  }

  @Test
  void edgesThatAreNoGraphAreRefused() {
    CsrMatrix nothing = CsrMatrix.of(1, 3, new int[1], new int[1], new float[1]);
    assertThatThrownBy(() -> new WalkGraph(PETS, nothing, HALF))
        .hasMessage("weights of a graph must be above 0 and finite, was 0.0");
    CsrMatrix narrow = CsrMatrix.of(1, 2, new int[1], new int[1]);
    assertThatThrownBy(() -> new WalkGraph(PETS, narrow, HALF))
        .hasMessage("3 items need as many columns, got 2");
    assertThatThrownBy(() -> new Exponents(0, -1, 0))
        .hasMessage("exponent 'user' must be from 0 to 4, was -1.0");
  }
}
