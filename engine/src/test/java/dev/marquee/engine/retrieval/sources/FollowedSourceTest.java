package dev.marquee.engine.retrieval.sources;

import static dev.marquee.testkit.TinyPlatform.ELEVEN;
import static dev.marquee.testkit.TinyPlatform.NOON;
import static dev.marquee.testkit.TinyPlatform.by;
import static org.assertj.core.api.Assertions.assertThat;

import dev.marquee.engine.Request;
import dev.marquee.engine.events.VideoUpdated;
import dev.marquee.engine.retrieval.Charts;
import dev.marquee.engine.retrieval.Query;
import dev.marquee.engine.state.Snapshot;
import dev.marquee.testkit.Seed;
import dev.marquee.testkit.TinyPlatform;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FollowedSourceTest {

  private final TinyPlatform platform = new TinyPlatform();
  private final FollowedSource source = new FollowedSource();

  private static Instant daysAgo(double days) {
    return NOON.minusSeconds((long) (days * 86_400));
  }

  private List<String> find(String user, int k) {
    return platform.ids(source.find(platform.query(user), k).videos());
  }

  @Test
  void hasTheLatestOfAllFollowedChannelsFirst() {
    platform
        .publish("dog1", by("dogs", daysAgo(3)))
        .publish("cat1", by("cats", daysAgo(4)))
        .publish("cat2", by("cats", daysAgo(2)))
        .publish("eel1", by("eels", daysAgo(1)))
        .publish("lost");
    platform.follow("ann", "dogs").follow("ann", "cats").follow("ann", "nobody's");
    assertThat(find("ann", 9)).containsExactly("cat2", "dog1", "cat1");
    assertThat(find("ann", 2)).containsExactly("cat2", "dog1");
    platform.unfollow("ann", "cats").follow("ann", "eels");
    assertThat(find("ann", 9)).containsExactly("eel1", "dog1");
  }

  @Test
  void aHitStaysHalfADayLongerForEachDoublingOfItsPositives() {
    platform
        .publish("hit", by("cats", daysAgo(2.9)))
        .publish("new", by("cats", daysAgo(2)))
        .publish("old", by("cats", daysAgo(3.1)));
    platform.follow("ann", "cats");
    assertThat(find("ann", 9)).containsExactly("new", "hit", "old");
    for (String viewer : List.of("ben", "cid", "dan")) {
      platform.watch(viewer, "hit").watch(viewer, "old");
    }
    assertThat(find("ann", 9)).as("two doublings: one day").containsExactly("hit", "new", "old");
  }

  @Test
  void aViewerWhoFollowsNobodyGetsNothing() {
    platform.publish("cat", by("cats", ELEVEN)).follow("ben", "cats");
    assertThat(find("ann", 9)).isEmpty();
    assertThat(find("ben", 9)).containsExactly("cat");
  }

  @Test
  void onlyWhatTheViewerMaySeeIsFound() {
    platform
        .publish("cat", by("cats", daysAgo(4)))
        .publish("seen", by("cats", daysAgo(3)))
        .publish("gone", by("cats", daysAgo(2)))
        .publish("moved", by("cats", daysAgo(1)))
        .publish("soon", by("cats", NOON.plusSeconds(60)))
        .follow("ann", "cats")
        .watch("ann", "seen")
        .remove("gone");
    platform.add(new VideoUpdated("u", ELEVEN, "moved", by("dogs", daysAgo(1))));
    assertThat(find("ann", 9)).containsExactly("cat");
  }

  @Test
  void equalsSortingEverythingThatIsFollowed(@Seed Random random) {
    List<Instant> published = new ArrayList<>();
    for (int video = 0; video < 500; video++) {
      // Distinct times, in no order.
      published.add(daysAgo(random.nextInt(30)).minusSeconds(video * 10L));
      platform.publish("v" + video, by("c" + video % 7, published.get(video)));
    }
    platform.follow("ann", "c1").follow("ann", "c4").follow("ann", "c6");
    List<Integer> expected = new ArrayList<>();
    for (int video = 0; video < 500; video++) {
      if (video % 7 == 1 || video % 7 == 4 || video % 7 == 6) {
        expected.add(video);
      }
    }
    expected.sort(Comparator.comparing(published::get, Comparator.reverseOrder()));
    assertThat(find("ann", 1_000))
        .containsExactlyElementsOf(expected.stream().map(video -> "v" + video).toList());
  }

  @Test
  void chartsYoungerOrOlderThanTheSnapshotAreSafe() {
    platform.publish("cat", by("cats", ELEVEN)).follow("ann", "cats").follow("ann", "dogs");
    Snapshot older = platform.snapshot();
    Charts olderCharts = new Charts(older, NOON);
    for (int i = 0; i < 5_000; i++) {
      platform.publish("later" + i, by(i % 2 == 0 ? "cats" : "dogs", ELEVEN));
    }
    Snapshot younger = platform.snapshot();
    Request request = Request.of("ann", NOON).within(Duration.ofMinutes(1));
    Query behind = Query.of(request, older, platform.state("ann"), new Charts(younger, NOON));
    assertThat(platform.ids(source.find(behind, 9_999).videos())).isSubsetOf("cat");
    Query ahead = Query.of(request, younger, platform.state("ann"), olderCharts);
    assertThat(platform.ids(source.find(ahead, 9_999).videos())).containsExactly("cat");
  }
}
