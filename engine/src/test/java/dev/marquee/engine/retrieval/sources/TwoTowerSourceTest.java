package dev.marquee.engine.retrieval.sources;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.marquee.engine.events.VideoDetails;
import dev.marquee.engine.features.TowerFeatures;
import dev.marquee.engine.models.twotower.HistoryReading;
import dev.marquee.engine.models.twotower.TwoTowerModel;
import dev.marquee.engine.retrieval.Query;
import dev.marquee.engine.retrieval.Scored;
import dev.marquee.testkit.Seed;
import dev.marquee.testkit.TinyPlatform;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TwoTowerSourceTest {

  /// Two tastes, cats and dogs, and a channel for each.
  private final TinyPlatform platform =
      new TinyPlatform()
          .publish("dog2", TinyPlatform.by("dogs", TinyPlatform.YESTERDAY))
          .publish("dog1", TinyPlatform.by("dogs", TinyPlatform.YESTERDAY))
          .publish("cat3", TinyPlatform.by("cats", TinyPlatform.YESTERDAY))
          .publish("cat2", TinyPlatform.by("cats", TinyPlatform.YESTERDAY))
          .publish("cat1", TinyPlatform.by("cats", TinyPlatform.YESTERDAY));

  private final TwoTowerSource source =
      new TwoTowerSource(
          model(
              List.of("cat1", "cat2", "cat3", "dog1", "dog2"),
              new long[] {channelOf("cat1"), channelOf("dog1")},
              new float[] {1, 0, 0, 1},
              1,
              0,
              .9f,
              .1f,
              .8f,
              .2f,
              0,
              1,
              .1f,
              .9f),
          platform.snapshot().videos());

  private long channelOf(String video) {
    return TowerFeatures.ofVideo(platform.snapshot().videos(), platform.ordinal(video))[0];
  }

  /// Whose map is that of nothing changed, with a mean of all of the history.
  private static TwoTowerModel model(
      List<String> ids, long[] tokens, float[] tokenRows, float... rows) {
    int d = rows.length / ids.size();
    float[] same = new float[d * d];
    for (int i = 0; i < d; i++) {
      same[i * d + i] = 1;
    }
    return new TwoTowerModel(
        d,
        0.1,
        new TwoTowerModel.ItemRows(ids, rows, new float[ids.size()]),
        new TwoTowerModel.TokenRows(tokens, tokenRows),
        TwoTowerModel.TokenRows.NONE,
        TwoTowerModel.Maps.withoutContent(same),
        HistoryReading.mean(50, 0));
  }

  private List<String> find(String user, int k) {
    return platform.ids(source.find(platform.query(user), k).videos());
  }

  @Test
  void equalsScoringEveryEligibleVideo(@Seed Random random) {
    int items = 300;
    int d = 8;
    float[] rows = new float[items * d];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = (float) random.nextGaussian();
    }
    List<String> ids = IntStream.range(0, items).mapToObj(i -> "v" + i).toList();
    TwoTowerModel model = model(ids, new long[0], new float[0], rows);
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
    float[] read = new float[history.length * d];
    for (int i = 0; i < history.length; i++) {
      model.row(history[history.length - 1 - i], read, i * d);
    }
    float[] viewer = model.query(read, history.length, new long[0]);
    List<String> expected =
        IntStream.range(0, items)
            .filter(
                i -> query.eligibility().test(query.snapshot().videos(), platform.ordinal("v" + i)))
            .boxed()
            .sorted(Comparator.comparingDouble(i -> -model.score(viewer, i)))
            .map(i -> "v" + i)
            .limit(40)
            .toList();

    Scored found = new TwoTowerSource(model, query.snapshot().videos()).find(query, 40);
    assertThat(platform.ids(found.videos())).containsExactlyElementsOf(expected);
    for (int i = 0; i < expected.size(); i++) {
      assertThat(found.scores()[i])
          .isCloseTo(model.score(viewer, ids.indexOf(expected.get(i))), within(1e-5f));
    }
  }

  @Test
  void theNextRequestKnowsTheWatchOfJustNow() {
    platform.watch("ann", "cat1");
    assertThat(find("ann", 2)).containsExactly("cat2", "cat3");
    platform.watch("ann", "dog1").watch("ann", "dog2");
    assertThat(find("ann", 1)).containsExactly("cat3");
  }

  @Test
  void saysNothingToAViewerWithoutHistory() {
    assertThat(find("ann", 5)).isEmpty();
    platform.show("ann", "cat1");
    assertThat(find("ann", 5)).isEmpty();
  }

  @Test
  void aVideoOfThisMinuteIsFoundByItsChannel() {
    platform.watch("ann", "dog1").watch("ann", "dog2");
    platform.publish("dog3", TinyPlatform.by("dogs", TinyPlatform.ELEVEN));
    assertThat(find("ann", 1)).containsExactly("dog3");
    platform.watch("ben", "dog3");
    assertThat(find("ben", 2)).as("what is new is history, too").containsExactly("dog1", "dog2");
  }

  @Test
  void aNewVideoThatMovesToAnotherChannelMovesWithIt() {
    platform.watch("ann", "cat1");
    platform.publish("pet", TinyPlatform.by("dogs", TinyPlatform.ELEVEN));
    assertThat(find("ann", 9)).endsWith("pet");
    platform.publish("pet", TinyPlatform.by("cats", TinyPlatform.ELEVEN));
    assertThat(find("ann", 9)).startsWith("pet");
  }

  @Test
  void aVideoOfWhichNothingIsKnownComesAmongThoseThatDoNotFit() {
    platform.watch("ann", "cat1").publish("void", VideoDetails.published(TinyPlatform.ELEVEN));
    assertThat(find("ann", 9)).startsWith("cat2", "cat3").contains("void");
  }
}
