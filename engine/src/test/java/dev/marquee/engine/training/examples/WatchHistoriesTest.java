package dev.marquee.engine.training.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.marquee.engine.events.Context;
import dev.marquee.engine.events.Impression;
import dev.marquee.engine.features.TowerFeatures;
import dev.marquee.testkit.TinyPlatform;
import it.unimi.dsi.fastutil.ints.IntSet;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WatchHistoriesTest {

  private final TinyPlatform platform =
      new TinyPlatform()
          .publish("a", TinyPlatform.by("x", TinyPlatform.YESTERDAY))
          .publish("never")
          .publish("b", TinyPlatform.by("x", TinyPlatform.YESTERDAY))
          .publish("c", TinyPlatform.by("y", TinyPlatform.YESTERDAY));

  private final Positives positives = new Positives();

  private void watched(String user, String... videos) {
    for (String video : videos) {
      positives.add(
          platform.state(user),
          platform.ordinal(video),
          TinyPlatform.ELEVEN.toEpochMilli(),
          TinyPlatform.ELEVEN);
    }
  }

  private WatchHistories histories() {
    return WatchHistories.of(positives.before(Long.MAX_VALUE), platform.snapshot().videos())
        .orElseThrow();
  }

  @Test
  void whatNobodyWatchedIsNoItem() {
    watched("ann", "c", "a");
    watched("ben", "b");
    WatchHistories histories = histories();
    assertThat(histories.videoIds()).containsExactly("a", "b", "c");
    assertThat(histories.names().itemIds()).containsExactly("a", "b", "c");
    assertThat(histories.towers().starts()).containsExactly(0, 2, 3);
    assertThat(histories.towers().items()).as("in order of time").containsExactly(2, 0, 1);
    assertThat(histories.matrix().columnsOf(0)).containsExactly(0, 2);
    assertThat(histories.matrix().columnsOf(1)).containsExactly(1);
  }

  @Test
  void aVideoWatchedTwiceCountsOnce() {
    watched("ann", "a", "b", "a", "a");
    assertThat(histories().towers().items()).containsExactly(0, 1);
    assertThat(histories().towers().queryFeatures().rows()).isEqualTo(2);
  }

  @Test
  void videosOfAChannelShareAColumn() {
    watched("ann", "a", "b", "c");
    WatchHistories histories = histories();
    var features = histories.towers().itemFeatures();
    assertThat(features.columnsOf(0)).isEqualTo(features.columnsOf(1));
    assertThat(features.columnsOf(2)).isNotEqualTo(features.columnsOf(0));
    assertThat(Arrays.stream(histories.names().itemTokens()))
        .containsExactlyInAnyOrder(token("a"), token("c"));
  }

  private long token(String video) {
    return TowerFeatures.ofVideo(platform.snapshot().videos(), platform.ordinal(video))[0];
  }

  @Test
  void aWatchBelongsToWhereTheViewerLastWas() {
    positives.seen(
        new Impression(
            "i", TinyPlatform.ELEVEN, "ann", "a", "", -1, new Context("NO", "tv", "home")));
    watched("ann", "a");
    watched("ben", "a");
    WatchHistories histories = histories();
    long[] ofAnn =
        TowerFeatures.ofRequest(
            platform.state("ann"), new Context("NO", "tv", "home"), TinyPlatform.ELEVEN);
    assertThat(tokens(histories, 0)).containsExactlyInAnyOrder(ofAnn);
    assertThat(tokens(histories, 1)).hasSize(ofAnn.length - 3);
  }

  private static long[] tokens(WatchHistories histories, int positive) {
    return Arrays.stream(histories.towers().queryFeatures().columnsOf(positive))
        .mapToLong(column -> histories.names().momentTokens()[column])
        .toArray();
  }

  @Test
  void whoWatchedAllDayCountsForTheLastThousand() {
    int watched = 2_500;
    for (int i = 0; i < watched; i++) {
      platform.publish("v" + i);
      watched("ann", "v" + i);
    }
    WatchHistories histories = histories();
    assertThat(histories.towers().items()).hasSize(Positives.MAX);
    assertThat(histories.videoIds().get(histories.towers().items()[Positives.MAX - 1]))
        .isEqualTo("v" + (watched - 1));
  }

  @Test
  void whoIsForgottenTeachesNothing() {
    watched("ann", "a");
    positives.forget("ann");
    assertThat(WatchHistories.of(positives.before(Long.MAX_VALUE), platform.snapshot().videos()))
        .isEmpty();
  }

  @Test
  void completionsAreWhatIsNewAtATime() {
    Completions completions = new Completions();
    completions.add("ann", 1, 500);
    completions.add("ann", 1, 2_000);
    completions.add("ann", 2, 1_000);
    completions.add("ben", 3, 999);
    completions.add("ben", 4, 0);
    assertThat(completions.from(Instant.ofEpochMilli(1_000)))
        .isEqualTo(Map.of("ann", IntSet.of(2)));
  }
}
