package dev.marquee.engine.serving;

import static dev.marquee.testkit.TinyPlatform.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.marquee.engine.Request;
import dev.marquee.engine.ranking.Slot;
import dev.marquee.engine.reranking.CategoryCap;
import dev.marquee.engine.reranking.Filter;
import dev.marquee.engine.reranking.RerankingSettings;
import dev.marquee.engine.retrieval.Query;
import dev.marquee.engine.retrieval.Retrieval.Share;
import dev.marquee.engine.retrieval.Scored;
import dev.marquee.engine.retrieval.SourceKind;
import dev.marquee.engine.retrieval.SourceLabel;
import dev.marquee.engine.retrieval.SourceQuotas;
import dev.marquee.testkit.TinyPlatform;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class FunnelFactoryTest {

  private static final Request ANN = Request.of("ann", NOON).within(Duration.ofMinutes(1));

  private final TinyPlatform platform = new TinyPlatform();

  /// Finds the first video that there is.
  private static final SourceKind EDITORS =
      SourceKind.always(
          "editors",
          SourceLabel.of("picked by our editors"),
          50,
          9,
          (query, k) -> new Scored(new int[] {0}, new float[] {1}));

  @Test
  void aSourceOfOnesOwnIsAskedAndItsReasonRead() {
    platform.publish("cat", "dog");
    Funnel funnel =
        FunnelFactory.defaults().with(List.of(EDITORS), List.of(), List.of()).beforeTraining();
    var feed = new Feed("f", funnel.run(platform.query(ANN)));
    assertThat(feed.trace().sources()).containsEntry("editors", 1);
    assertThat(feed.slots().getFirst().sources()).startsWith("editors");
    assertThat(feed.reason(feed.slots().getFirst())).isEqualTo("picked by our editors");
  }

  @Test
  void twoSourcesOfOneNameAreRefused() {
    FunnelFactory twice =
        FunnelFactory.defaults().with(List.of(EDITORS, EDITORS), List.of(), List.of());
    assertThatThrownBy(twice::beforeTraining)
        .hasMessage("two candidate sources are called 'editors': give one of them another name");
  }

  @Test
  void aFilterOfOnesOwnKeepsVideosOut() {
    platform.publish("cat", "dog");
    Filter noCats =
        new Filter() {
          @Override
          public String name() {
            return "no cats";
          }

          @Override
          public Predicate<Slot> forQuery(Query query) {
            return slot -> slot.video() != platform.ordinal("cat");
          }
        };
    Funnel funnel =
        FunnelFactory.defaults().with(List.of(), List.of(noCats), List.of()).beforeTraining();
    assertThat(new Feed("f", funnel.run(platform.query(ANN))).videos()).containsExactly("dog");
  }

  @Test
  void quotasHoldBeforeTrainingWhereTheyAreSet() {
    FunnelFactory defaults = FunnelFactory.defaults();
    var set =
        FunnelFactory.of(
            new FunnelSettings(
                new SourceQuotas(Map.of("trending", 7, "fresh", 0)),
                defaults.settings().ranking(),
                new RerankingSettings(20, new CategoryCap(1, 2)),
                defaults.settings().serving()),
            defaults.index());
    Funnel funnel = set.beforeTraining();
    assertThat(funnel.retrieval().shares())
        .extracting(Share::name)
        .containsExactly("followed", "trending", "popular-30d", "popular");
    assertThat(funnel.retrieval().shares())
        .extracting(Share::quota)
        .containsExactly(100, 7, 400, 400);
    assertThat(funnel.rerankedMost()).isEqualTo(20);
    assertThat(funnel.rerankers()).containsExactly(new CategoryCap(1, 2));
    assertThat(defaults.beforeTraining().retrieval().shares())
        .extracting(Share::quota)
        .as("as declared")
        .containsExactly(100, 400, 400, 100, 400);
  }
}
