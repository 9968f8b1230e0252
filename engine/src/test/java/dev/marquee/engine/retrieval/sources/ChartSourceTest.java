package dev.marquee.engine.retrieval.sources;

import static dev.marquee.testkit.TinyPlatform.ELEVEN;
import static dev.marquee.testkit.TinyPlatform.NOON;
import static dev.marquee.testkit.TinyPlatform.YESTERDAY;
import static dev.marquee.testkit.TinyPlatform.onlyIn;
import static dev.marquee.testkit.TinyPlatform.since;
import static org.assertj.core.api.Assertions.assertThat;

import dev.marquee.engine.Request;
import dev.marquee.engine.retrieval.Charts;
import dev.marquee.engine.retrieval.Query;
import dev.marquee.engine.retrieval.Scored;
import dev.marquee.engine.state.Snapshot;
import dev.marquee.testkit.TinyPlatform;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChartSourceTest {

  private final TinyPlatform platform = new TinyPlatform();

  @Test
  void leavesOutWhatTheViewerMayNotSeeAndGoesOnBelow() {
    platform.publish("gone", "seen", "no").publish("abroad", onlyIn("US")).publish("cat", "dog");
    platform.remove("gone").watch("ann", "seen").refuse("ann", "no");
    ChartSource source = source("gone", "seen", "no", "abroad", "dog", "cat");
    Scored found = source.find(platform.query("ann"), 2);
    assertThat(platform.ids(found.videos())).containsExactly("dog", "cat");
    assertThat(found.scores()).as("the chart's own").containsExactly(-4, -5);
  }

  @Test
  void givesTheFirstOfTheChart() {
    platform.publish("cat", "dog", "eel");
    ChartSource source = source("eel", "cat", "dog");
    assertThat(platform.ids(source.find(platform.query("ann"), 2).videos()))
        .containsExactly("eel", "cat");
    assertThat(source.find(platform.query("ann"), 9).size()).isEqualTo(3);
  }

  @Test
  void aChartYoungerThanTheSnapshotIsSafe() {
    platform.publish("cat");
    Snapshot older = platform.snapshot();
    for (int i = 0; i < 5_000; i++) {
      platform.publish("later" + i, since(ELEVEN));
    }
    Charts younger = new Charts(platform.snapshot(), NOON);
    Query query = Query.of(Request.of("ann", NOON), older, platform.state("ann"), younger);
    for (ChartSource source :
        List.of(
            ChartSource.fresh(),
            ChartSource.popular(),
            ChartSource.popular30d(),
            ChartSource.trending())) {
      assertThat(platform.ids(source.find(query, 10).videos())).isSubsetOf("cat");
    }
    assertThat(platform.ids(ChartSource.popular().find(query, 10).videos())).containsExactly("cat");
  }

  @Test
  void eachNamedSourceReadsItsChart() {
    platform.publish("old", since(YESTERDAY)).publish("new", since(ELEVEN)).publish("hit", "local");
    platform.watch("ben", "hit", ELEVEN, "US").watch("cid", "hit", ELEVEN, "US");
    platform.watch("dan", "local", ELEVEN, "DE");
    platform.publish("recent");
    Instant weeksAgo = ELEVEN.minus(Duration.ofDays(20));
    Instant longAgo = ELEVEN.minus(Duration.ofDays(40));
    for (String viewer : List.of("eva", "fay", "gus")) {
      platform.watch(viewer, "recent", weeksAgo, "US").watch(viewer, "hit", longAgo, "US");
    }
    Query query = platform.query(Request.of("ann", NOON).from("DE", "", ""));
    assertThat(first(ChartSource.popular(), query)).isEqualTo("hit");
    assertThat(first(ChartSource.trending(), query)).isEqualTo("local");
    assertThat(first(ChartSource.popular30d(), query)).isEqualTo("recent");
    assertThat(first(ChartSource.fresh(), query)).isEqualTo("new");
  }

  private String first(ChartSource source, Query query) {
    return platform.ids(source.find(query, 1).videos()).getFirst();
  }

  private ChartSource source(String... videos) {
    float[] scores = new float[videos.length];
    for (int i = 0; i < scores.length; i++) {
      scores[i] = -i;
    }
    return new ChartSource(query -> new Scored(platform.ordinals(videos), scores));
  }
}
