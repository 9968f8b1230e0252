package dev.marquee.engine.retrieval.sources;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.marquee.engine.math.CsrMatrix;
import dev.marquee.engine.models.Items;
import dev.marquee.engine.models.graph.ItemNeighbours;
import dev.marquee.engine.retrieval.Query;
import dev.marquee.engine.retrieval.Scored;
import dev.marquee.testkit.Seed;
import dev.marquee.testkit.TinyPlatform;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NeighbourSourceTest {

  /// The two cats go together, and with the dog a little.
  private static final ItemNeighbours PETS =
      new ItemNeighbours(
          new Items(List.of("cat1", "cat2", "dog", "eel")),
          CsrMatrix.of(
              4,
              4,
              new int[] {0, 0, 1, 1, 2, 2, 2},
              new int[] {1, 2, 0, 2, 0, 1, 3},
              new float[] {.9f, .2f, .9f, .1f, .2f, .1f, .4f}));

  private final TinyPlatform platform = new TinyPlatform().publish("eel", "dog", "cat2", "cat1");

  private NeighbourSource source() {
    return new NeighbourSource(PETS, platform.snapshot().videos(), 1);
  }

  private List<String> find(String user, int k) {
    return platform.ids(source().find(platform.query(user), k).videos());
  }

  @Test
  void sumsTheRowsOfTheHistoryOverEligibleVideos(@Seed Random random) {
    int items = 200;
    var table = new float[items][items];
    var row = new int[3_000];
    var column = new int[row.length];
    var weight = new float[row.length];
    for (int i = 0; i < row.length; i++) {
      row[i] = random.nextInt(items);
      column[i] = random.nextInt(items);
      weight[i] = random.nextFloat();
      table[row[i]][column[i]] += weight[i];
    }
    var neighbours =
        new ItemNeighbours(
            new Items(IntStream.range(0, items).mapToObj(i -> "v" + i).toList()),
            CsrMatrix.of(items, items, row, column, weight));
    // The table numbers them in another order than the model does.
    for (int i = items - 1; i >= 0; i--) {
      platform.publish("v" + i);
    }
    int[] history = random.ints(0, items).distinct().limit(20).toArray();
    for (int item : history) {
      platform.watch("ann", "v" + item);
    }
    for (int i = 0; i < 50; i++) {
      platform.remove("v" + random.nextInt(items));
    }
    Query query = platform.query("ann");
    for (float recency : new float[] {1, 0.8f}) {
      var expected = new double[items];
      double left = 1;
      for (int back = history.length - 1; back >= 0; back--) {
        for (int j = 0; j < items; j++) {
          expected[j] += left * table[history[back]][j];
        }
        left *= recency;
      }
      List<String> best =
          IntStream.range(0, items)
              .filter(
                  i ->
                      expected[i] > 0
                          && query
                              .eligibility()
                              .test(query.snapshot().videos(), platform.ordinal("v" + i)))
              .boxed()
              .sorted(Comparator.comparingDouble(i -> -expected[i]))
              .map(i -> "v" + i)
              .limit(40)
              .toList();
      var source = new NeighbourSource(neighbours, platform.snapshot().videos(), recency);
      Scored found = source.find(query, 40);
      assertThat(platform.ids(found.videos())).containsExactlyElementsOf(best);
      for (int i = 0; i < best.size(); i++) {
        assertThat((double) found.scores()[i])
            .isCloseTo(expected[Integer.parseInt(best.get(i).substring(1))], within(1e-4));
      }
      assertThat(source.find(query, 40).videos()).as("again").isEqualTo(found.videos());
    }
  }

  @Test
  void theNextRequestKnowsTheWatchOfJustNow() {
    platform.watch("ann", "cat1");
    assertThat(find("ann", 5)).containsExactly("cat2", "dog");
    platform.watch("ann", "dog");
    assertThat(find("ann", 5)).containsExactly("cat2", "eel");
  }

  @Test
  void aViewerWhoseHistoryItDoesNotKnowGetsNothing() {
    platform.publish("new").watch("ann", "new").show("ann", "cat1");
    assertThat(source().find(platform.query("ann"), 5)).isEqualTo(Scored.NONE);
    assertThat(source().find(platform.query("nobody"), 5)).isEqualTo(Scored.NONE);
  }

  @Test
  void aVideoPublishedAfterTrainingNeitherBreaksNorAnswers() {
    NeighbourSource trainedBefore = source();
    for (int i = 0; i < 3_000; i++) {
      platform.publish("later" + i);
    }
    platform.watch("ann", "cat1").watch("ann", "later2999");
    Query query = platform.query("ann");
    assertThat(platform.ids(trainedBefore.find(query, 9).videos())).containsExactly("cat2", "dog");
    assertThat(trainedBefore.similar(query, platform.ordinal("later2999"), 5))
        .isEqualTo(Scored.NONE);
  }

  @Test
  void aSnapshotOlderThanTheTableIsSafe() {
    TinyPlatform early = new TinyPlatform().publish("dog").watch("ann", "dog");
    for (int i = 0; i < 600; i++) {
      platform.publish("later" + i);
    }
    assertThat(source().find(early.query("ann"), 5).size()).isEqualTo(0);
  }

  @Test
  void similarAnswersOnlyWhatTheViewerMaySeeAndNotTheVideoItself() {
    platform.remove("cat2");
    Scored found = source().similar(platform.query("ann"), platform.ordinal("dog"), 9);
    assertThat(platform.ids(found.videos())).containsExactly("eel", "cat1");
    assertThat(found.scores()).containsExactly(.4f, .2f);
  }

  @Test
  void refusesARecencyThatGrows() {
    assertThatThrownBy(() -> new NeighbourSource(PETS, platform.snapshot().videos(), 1.5f))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("recency must be above 0 and at most 1, was 1.5");
  }
}
