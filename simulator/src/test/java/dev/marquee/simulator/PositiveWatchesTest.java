package dev.marquee.simulator;

import static dev.marquee.simulator.SmallWorld.SETTINGS;
import static dev.marquee.simulator.SmallWorld.WORLD;
import static org.assertj.core.api.Assertions.assertThat;

import dev.marquee.engine.events.Click;
import dev.marquee.engine.events.Watch;
import org.junit.jupiter.api.Test;

class PositiveWatchesTest {

  private static final Video CAT =
      WORLD.videos().stream().filter(v -> v.durationSeconds() > 60).findFirst().orElseThrow();

  private final PositiveWatches positives = new PositiveWatches(WORLD);

  @Test
  void heartbeatsSumToOnePositive() {
    click();
    assertThat(positives.observe(watch(20))).isEmpty();
    assertThat(positives.observe(watch(20))).contains(CAT);
    assertThat(positives.observe(watch(20))).isEmpty();
  }

  @Test
  void aWatchWithoutAClickIsNoPositive() {
    assertThat(positives.observe(watch(60))).isEmpty();
  }

  private void click() {
    assertThat(positives.observe(new Click("c", SETTINGS.start(), "u0", CAT.id(), ""))).isEmpty();
  }

  private static Watch watch(double seconds) {
    return new Watch(
        "w",
        SETTINGS.start(),
        "u0",
        CAT.id(),
        "",
        seconds,
        CAT.durationSeconds(),
        Watch.Completion.UNSTATED,
        false);
  }
}
