package dev.marquee.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.marquee.engine.Progress;
import dev.marquee.engine.events.Click;
import dev.marquee.engine.events.Context;
import dev.marquee.engine.events.Event;
import dev.marquee.engine.events.Impression;
import dev.marquee.engine.events.VideoDetails;
import dev.marquee.engine.events.VideoPublished;
import dev.marquee.engine.events.Watch;
import dev.marquee.engine.features.FeatureRows;
import dev.marquee.engine.features.Signals;
import dev.marquee.engine.state.FoldSettings;
import dev.marquee.engine.storage.RocksDirectory;
import dev.marquee.engine.training.examples.ExampleReplay;
import dev.marquee.engine.training.examples.ExampleReplay.Span;
import dev.marquee.engine.training.examples.Examples;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeakyExamplesTest {

  private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");
  private static final Context PHONE = new Context("DE", "phone", "home");

  @TempDir Path folder;
  private Examples honest;
  private Examples leaky;

  /// Ann is shown a video that she clicks and watches to its end, and nobody does anything else.
  @BeforeEach
  void replay() {
    List<Event> story =
        List.of(
            new VideoPublished("e1", NOON.minus(Duration.ofDays(1)), "cat", ofSeconds(100)),
            new Impression("e2", NOON, "ann", "cat", "", 0, PHONE),
            new Click("e3", NOON.plusSeconds(2), "ann", "cat", ""),
            new Watch(
                "e4",
                NOON.plusSeconds(102),
                "ann",
                "cat",
                "",
                100,
                100,
                Watch.Completion.COMPLETED,
                true));
    try (var directory = RocksDirectory.open(folder)) {
      directory.log().append(story).join();
      ExampleReplay.ReplayResult replay =
          new ExampleReplay(directory.log(), FoldSettings.defaults(), Progress.NONE)
              .replay(Span.all());
      honest = replay.examples();
      leaky = LeakyExamples.of(replay, Signals.NONE);
    }
  }

  private static VideoDetails ofSeconds(double seconds) {
    return new VideoDetails(
        "",
        "channel",
        List.of("pets"),
        "en",
        List.of(),
        0,
        seconds,
        NOON.minus(Duration.ofDays(1)),
        "",
        Map.of());
  }

  private static float value(Examples examples, String feature) {
    int column = FeatureRows.DENSE_NAMES.indexOf(feature);
    assertThat(column).as(feature).isNotNegative();
    return examples.dense(0)[examples.denseStart(0) + column];
  }

  @Test
  void theirRowsHoldTheirOwnOutcome() {
    for (String rate : List.of("video: click rate", "video: completion rate")) {
      assertThat(value(leaky, rate)).as(rate).isPositive();
    }
    assertThat(value(leaky, "user x category: completion rate")).isPositive();
    assertThat(value(leaky, "shown lately: this video")).isPositive();
    assertThat(leaky.history(0)).hasSize(FeatureRows.HISTORY_WIDTH);
  }

  @Test
  void pointInTimeRowsDoNot() {
    for (String rate : List.of("video: click rate", "video: completion rate")) {
      assertThat(value(honest, rate)).as(rate).isZero();
    }
    assertThat(value(honest, "user x category: completion rate")).isZero();
    assertThat(value(honest, "shown lately: this video")).isZero();
    assertThat(honest.history(0)).isEmpty();
  }

  @Test
  void theirOutcomesAreTheSame() {
    assertThat(leaky.size()).isEqualTo(1);
    assertThat(leaky.outcome(0)).isEqualTo(honest.outcome(0));
    assertThat(leaky.completed(0)).isTrue();
  }
}
