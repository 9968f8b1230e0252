package dev.marquee.engine.features;

import static org.assertj.core.api.Assertions.assertThat;

import dev.marquee.engine.events.Context;
import dev.marquee.engine.events.VideoDetails;
import dev.marquee.testkit.TinyPlatform;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class TowerFeaturesTest {

  private final TinyPlatform platform = new TinyPlatform();

  private Set<Long> ofVideo(String channel, List<String> categories, String language, double s) {
    platform.publish(
        "v",
        new VideoDetails(
            "title",
            channel,
            categories,
            language,
            List.of(),
            0,
            s,
            TinyPlatform.YESTERDAY,
            "",
            Map.of()));
    return set(TowerFeatures.ofVideo(platform.snapshot().videos(), platform.ordinal("v")));
  }

  private static Set<Long> set(long[] tokens) {
    return LongStream.of(tokens).boxed().collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void whatIsUnknownOfAVideoIsLeftOut() {
    assertThat(ofVideo("", List.of(), "", 0)).isEmpty();
    assertThat(ofVideo("ch", List.of("a", "b"), "no", 60)).hasSize(5);
  }

  @Test
  void theSameWordMeansAnotherThingInAnotherPlace() {
    assertThat(ofVideo("no", List.of(), "", 0))
        .doesNotContainAnyElementsOf(ofVideo("", List.of("no"), "", 0))
        .doesNotContainAnyElementsOf(ofVideo("", List.of(), "no", 0));
  }

  @Test
  void durationsCountByOctave() {
    assertThat(ofVideo("", List.of(), "", 70)).isEqualTo(ofVideo("", List.of(), "", 100));
    assertThat(ofVideo("", List.of(), "", 70)).isNotEqualTo(ofVideo("", List.of(), "", 600));
  }

  @Test
  void theRequestKnowsBetterThanTheProfileWhereTheViewerIs() {
    platform.profile("ann", "SE", 1984);
    Context unknown = Context.UNKNOWN;
    Set<Long> atHome = ofRequest(unknown, TinyPlatform.NOON);
    assertThat(atHome)
        .hasSize(4)
        .isEqualTo(ofRequest(new Context("SE", "", ""), TinyPlatform.NOON));
    assertThat(ofRequest(new Context("NO", "", ""), TinyPlatform.NOON))
        .hasSize(4)
        .isNotEqualTo(atHome);
  }

  @Test
  void hourAndDayCount() {
    Set<Long> noon = ofRequest(Context.UNKNOWN, TinyPlatform.NOON);
    assertThat(ofRequest(Context.UNKNOWN, TinyPlatform.NOON.plusSeconds(3599))).isEqualTo(noon);
    assertThat(ofRequest(Context.UNKNOWN, TinyPlatform.ELEVEN)).isNotEqualTo(noon);
    assertThat(ofRequest(Context.UNKNOWN, TinyPlatform.YESTERDAY)).isNotEqualTo(noon);
  }

  private Set<Long> ofRequest(Context context, Instant at) {
    return set(TowerFeatures.ofRequest(platform.state("ann"), context, at));
  }
}
