package dev.marquee.engine.retrieval.sources;

import static org.assertj.core.api.Assertions.assertThat;

import dev.marquee.engine.math.CsrMatrix;
import dev.marquee.engine.models.Items;
import dev.marquee.engine.models.graph.RandomWalkSettings;
import dev.marquee.engine.models.graph.WalkGraph;
import dev.marquee.engine.retrieval.Query;
import dev.marquee.engine.retrieval.Scored;
import dev.marquee.testkit.TinyPlatform;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RandomWalkSourceTest {

  /// Three viewers of cats and two of dogs; the fish is in the middle.
  private static final WalkGraph PETS =
      new WalkGraph(
          new Items(List.of("cat1", "cat2", "cat3", "dog1", "dog2", "fish")),
          CsrMatrix.of(
              5,
              6,
              new int[] {0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 4, 4, 4},
              new int[] {0, 1, 0, 1, 2, 0, 2, 5, 3, 4, 3, 4, 5}),
          new WalkGraph.Exponents(0.5, 0.5, 0.5));

  private final TinyPlatform platform =
      new TinyPlatform().publish("fish", "dog2", "dog1", "cat3", "cat2", "cat1");

  private RandomWalkSource source() {
    return new RandomWalkSource(PETS, RandomWalkSettings.defaults(), platform.snapshot().videos());
  }

  private List<String> find(String user, int k) {
    return platform.ids(source().find(platform.query(user), k).videos());
  }

  @Test
  void walksFromTheWatchesOfThisMoment() {
    platform.watch("ann", "cat1");
    assertThat(find("ann", 2)).containsExactly("cat2", "cat3");
    assertThat(find("ann", 9)).containsExactly("cat2", "cat3", "fish");
    platform.watch("ann", "dog1");
    assertThat(find("ann", 9)).contains("dog2");
  }

  @Test
  void onlyWhatTheViewerMaySeeIsFound() {
    platform.watch("ann", "cat1").remove("cat2").refuse("ann", "fish");
    assertThat(find("ann", 9)).containsExactly("cat3");
  }

  @Test
  void aViewerWhoseHistoryItDoesNotKnowGetsNothing() {
    platform.publish("new").watch("ann", "new").show("ann", "cat1");
    assertThat(source().find(platform.query("ann"), 5)).isEqualTo(Scored.NONE);
    assertThat(source().find(platform.query("nobody"), 5)).isEqualTo(Scored.NONE);
  }

  @Test
  void anotherWatchOfAVideoLaterThanTheGraphChangesNothingButChance() {
    platform.watch("ann", "cat1").publish("new").watch("ann", "new");
    assertThat(find("ann", 9)).containsExactly("cat2", "cat3", "fish");
  }

  @Test
  void theSameStateWalksTheSameWayFromAnySourceAndThread() {
    for (String user : List.of("ann", "ben")) {
      platform.watch(user, "cat1").watch(user, "dog1").watch(user, "fish");
    }
    RandomWalkSource source = source();
    Scored first = source.find(platform.query("ann"), 9);
    assertThat(source.find(platform.query("ben"), 9).scores())
        .as("another viewer, another chance")
        .isNotEqualTo(first.scores());
    Query query = platform.query("ann");
    List<Scored> again =
        IntStream.range(0, 50).parallel().mapToObj(i -> source.find(query, 9)).toList();
    for (Scored scored : again) {
      assertThat(scored.videos()).isEqualTo(first.videos());
      assertThat(scored.scores()).isEqualTo(first.scores());
    }
    assertThat(source().find(query, 9).scores()).isEqualTo(first.scores());
    platform.show("ann", "cat2");
    assertThat(source.find(platform.query("ann"), 9).scores())
        .as("another moment, another chance")
        .isNotEqualTo(first.scores());
  }
}
