package dev.marquee.engine.retrieval;

import static dev.marquee.testkit.TinyPlatform.ELEVEN;
import static dev.marquee.testkit.TinyPlatform.NOON;
import static dev.marquee.testkit.TinyPlatform.since;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.marquee.testkit.Seed;
import dev.marquee.testkit.TinyPlatform;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ChartsTest {

  private final TinyPlatform platform = new TinyPlatform();

  private Charts charts() {
    return new Charts(platform.snapshot(), NOON);
  }

  @Test
  void popularCountsPositiveWatchesOfAllTimeAndOfImportedHistories(@Seed Random random) {
    int videos = 30;
    int[] watches = new int[videos];
    publish(videos);
    for (int i = 0; i < 200; i++) {
      int video = random.nextInt(random.nextInt(videos) + 1);
      Instant at = ELEVEN.minus(Duration.ofDays(random.nextInt(400)));
      if (random.nextInt(4) == 0) {
        platform.completedLongAgo("old" + i, "v" + video);
      } else {
        platform.watch("u" + i, "v" + video, at, "");
      }
      platform.show("passer-by" + i, "v" + random.nextInt(videos));
      watches[video]++;
    }
    List<Integer> expected =
        IntStream.range(0, videos)
            .boxed()
            .sorted(Comparator.comparingInt(v -> -watches[v]))
            .toList();
    Scored popular = charts().popular();
    assertThat(platform.ids(popular.videos()))
        .containsExactlyElementsOf(expected.stream().map(v -> "v" + v).toList());
    for (int i = 0; i < videos; i++) {
      assertThat(popular.scores()[i]).isEqualTo(watches[expected.get(i)]);
    }
  }

  @Test
  void popular30dCountsPositiveWatchesOfTheLast30DaysAndForgetsEarlierOnes(@Seed long seed) {
    Random random = new Random(seed);
    int videos = 20;
    publish(videos);
    var expected = new int[videos];
    for (int i = 0; i < 400; i++) {
      int video = random.nextInt(1 + random.nextInt(videos));
      int hoursAgo = random.nextInt(60 * 24);
      platform.watch("u" + i, "v" + video, NOON.minus(Duration.ofHours(hoursAgo)), "");
      platform.completedLongAgo("old" + i, "v" + random.nextInt(videos));
      expected[video] += hoursAgo <= 30 * 24 ? 1 : 0;
    }
    List<Integer> best =
        IntStream.range(0, videos)
            .filter(video -> expected[video] > 0)
            .boxed()
            .sorted(Comparator.comparingInt(video -> -expected[video]))
            .toList();
    Scored popular = charts().popular30d();
    assertThat(platform.ids(popular.videos()))
        .as("seed %d", seed)
        .containsExactlyElementsOf(best.stream().map(video -> "v" + video).toList());
    for (int i = 0; i < best.size(); i++) {
      assertThat(popular.scores()[i]).isEqualTo(expected[best.get(i)]);
    }
    Charts monthLater = new Charts(platform.snapshot(), NOON.plus(Duration.ofHours(721)));
    assertThat(monthLater.popular30d().size()).as("none is left").isEqualTo(0);
  }

  @Test
  void trendingDecaysPositiveWatchesOfTheCountryByHalfADay(@Seed Random random) {
    int videos = 20;
    publish(videos);
    Map<String, double[]> expected = new HashMap<>();
    for (String country : List.of("", "DE", "US")) {
      expected.put(country, new double[videos]);
    }
    for (int i = 0; i < 200; i++) {
      int video = random.nextInt(videos);
      int minutesAgo = random.nextInt(5_000);
      String country = random.nextBoolean() ? "DE" : "US";
      platform.watch("u" + i, "v" + video, NOON.minus(Duration.ofMinutes(minutesAgo)), country);
      double left = Math.pow(0.5, minutesAgo / 1440.0);
      expected.get("")[video] += left;
      expected.get(country)[video] += left;
    }
    Charts charts = charts();
    expected.forEach(
        (country, scores) -> {
          Scored trending = charts.trending(country);
          assertThat(trending.videos()).hasSize(videos);
          for (int i = 0; i < videos; i++) {
            assertThat((double) trending.scores()[i])
                .isCloseTo(scores[trending.videos()[i]], within(1e-3));
            assertThat(i == 0 || trending.scores()[i] <= trending.scores()[i - 1]).isTrue();
          }
        });
    assertThat(charts.trending("FR").scores()).containsOnly(0);
  }

  @Test
  void trendingKnowsTheCountryOfTheProfileWhereTheImpressionHasNone() {
    platform.publish("cat", "dog").profile("ann", "DE", 0).watch("ann", "dog");
    assertThat(platform.ids(charts().trending("DE").videos())).containsExactly("dog", "cat");
    assertThat(platform.ids(charts().trending("US").videos())).containsExactly("cat", "dog");
  }

  @Test
  void freshHasTheLatestFirstToTheSecond(@Seed Random random) {
    List<Instant> published = new ArrayList<>();
    for (int video = 0; video < 200; video++) {
      published.add(NOON.minusSeconds(random.nextInt(100) * (random.nextBoolean() ? 1L : 1_000L)));
      platform.publish("v" + video, since(published.get(video)));
    }
    List<String> expected =
        IntStream.range(0, published.size())
            .boxed()
            .sorted(Comparator.comparing(published::get, Comparator.reverseOrder()))
            .map(video -> "v" + video)
            .toList();
    assertThat(platform.ids(charts().fresh().videos())).containsExactlyElementsOf(expected);
  }

  @Test
  void scheduledVideosDoNotCrowdOutThePublishedOnes() {
    platform.publish("cat");
    for (int i = 0; i < Charts.SIZE; i++) {
      platform.publish("scheduled" + i, since(NOON.plusSeconds(1)));
    }
    assertThat(platform.ids(charts().fresh().videos())).contains("cat");
  }

  @Test
  void removedAndUnpublishedVideosAreInNoChart() {
    platform.publish("cat", "dog").watch("ann", "dog").remove("dog").watch("ann", "rumour");
    Charts charts = charts();
    for (Scored chart : List.of(charts.popular(), charts.fresh(), charts.trending(""))) {
      assertThat(platform.ids(chart.videos())).containsExactly("cat");
    }
  }

  @Test
  void laterEventsDoNotReachAChart() {
    platform.publish("cat", "dog").watch("ann", "dog");
    Charts charts = charts();
    platform.watch("ben", "cat").watch("cid", "cat").publish("eel");
    assertThat(platform.ids(charts.popular().videos())).containsExactly("dog", "cat");
    assertThat(platform.ids(charts.trending("").videos())).containsExactly("dog", "cat");
    assertThat(charts.at()).isEqualTo(NOON);
  }

  @Test
  void aChartHoldsTheBestOfALargeCatalog() {
    publish(Charts.SIZE + 100);
    String last = "v" + (Charts.SIZE + 99);
    platform.watch("ann", last);
    Scored popular = charts().popular();
    assertThat(popular.size()).isEqualTo(Charts.SIZE);
    assertThat(popular.videos()[0]).isEqualTo(platform.ordinal(last));
  }

  private void publish(int videos) {
    for (int video = 0; video < videos; video++) {
      platform.publish("v" + video);
    }
  }
}
