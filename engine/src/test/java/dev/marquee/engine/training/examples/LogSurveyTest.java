package dev.marquee.engine.training.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.marquee.engine.Progress;
import dev.marquee.engine.events.Event;
import dev.marquee.engine.events.Impression;
import dev.marquee.engine.math.CsrMatrix;
import dev.marquee.engine.state.Fold;
import dev.marquee.engine.state.FoldSettings;
import dev.marquee.testkit.MemoryLog;
import dev.marquee.testkit.Script;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LogSurveyTest {

  private static final FoldSettings SETTINGS = FoldSettings.defaults();
  private static final int VIEWERS = 12;

  private final MemoryLog log = new MemoryLog();
  private final Script script = new Script();

  /// 400 impressions, of which half are clicked and some watched; a viewer is erased on the way.
  @BeforeEach
  void someDays() {
    var random = new SplittableRandom(3);
    List<Event> events = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      events.add(script.published("v" + i, Script.details("c" + i % 4, "about" + i % 3, 100)));
    }
    for (int i = 0; i < 400; i++) {
      script.after(Duration.ofMinutes(random.nextInt(0, 20)));
      String user = "u" + random.nextInt(VIEWERS);
      String video = "v" + random.nextInt(30);
      events.add(script.shown(user, video));
      if (random.nextBoolean()) {
        events.add(script.clicked(user, video));
        events.add(script.watched(user, video, random.nextInt(1, 110)));
      }
      if (i == 300) {
        events.add(script.erased("u3"));
      }
    }
    log.append(events).join();
  }

  private LogSurvey survey(Optional<Instant> until) {
    return LogSurvey.of(log, SETTINGS, until, Progress.NONE);
  }

  /// The slow, obvious way: a fold of its own whose outcomes stand still from a time on.
  private final class FrozenFold {

    final Fold fold = new Fold(SETTINGS);
    final Positives positives = new Positives();
    private Event now;

    FrozenFold(Instant from) {
      fold.freezeOutcomes(from);
      fold.onPositive((user, video, at) -> positives.add(user, video, at, now.at()));
      log.replay(
          (place, event) -> {
            now = event;
            switch (event) {
              case Impression seen -> positives.seen(seen);
              case dev.marquee.engine.events.UserErased gone -> positives.forget(gone.user());
              default -> {
                // No positive.
              }
            }
            fold.apply(place, event);
            return true;
          });
    }

    WatchHistories histories() {
      return WatchHistories.of(positives.before(Long.MAX_VALUE), fold.videos()).orElseThrow();
    }
  }

  @Test
  void oneReadGivesTheHistoriesOfEveryTimeAsAFoldThatStoodStillThere() {
    LogSurvey survey = survey(Optional.empty());
    for (double share : new double[] {0.1, 0.4, 0.8, 0.99}) {
      Instant time = survey.timeAfter(share);
      assertSame(survey.historiesBefore(time).orElseThrow(), new FrozenFold(time).histories());
    }
    assertSame(
        survey.histories().orElseThrow(), new FrozenFold(Instant.parse("2100-01-01T00:00:00Z")));
  }

  private static void assertSame(WatchHistories histories, FrozenFold fold) {
    assertSame(histories, fold.histories());
  }

  private static void assertSame(WatchHistories one, WatchHistories other) {
    assertThat(one.videoIds()).isEqualTo(other.videoIds());
    assertThat(one.towers().starts()).isEqualTo(other.towers().starts());
    assertThat(one.towers().items()).isEqualTo(other.towers().items());
    assertThat(one.names().itemTokens()).isEqualTo(other.names().itemTokens());
    assertThat(one.names().momentTokens()).isEqualTo(other.names().momentTokens());
    assertSame(one.matrix(), other.matrix());
    assertSame(one.towers().itemFeatures(), other.towers().itemFeatures());
    assertSame(one.towers().queryFeatures(), other.towers().queryFeatures());
  }

  private static void assertSame(CsrMatrix one, CsrMatrix other) {
    assertThat(one.rows()).isEqualTo(other.rows());
    for (int row = 0; row < one.rows(); row++) {
      assertThat(one.columnsOf(row)).isEqualTo(other.columnsOf(row));
    }
  }

  @Test
  void whatComesFromATimeOnIsNotSurveyed() {
    LogSurvey whole = survey(Optional.empty());
    Instant until = whole.timeAfter(0.5);
    LogSurvey half = survey(Optional.of(until));
    assertThat(whole.impressions()).isEqualTo(400);
    assertThat(half.impressions()).isBetween(190, 200);
    assertSame(half.histories().orElseThrow(), whole.historiesBefore(until).orElseThrow());
    assertThat(half.completedFrom(until)).isEmpty();
    assertThat(whole.completedFrom(until)).isNotEmpty();
  }
}
