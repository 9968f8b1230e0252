package dev.marquee.simulator;

import static dev.marquee.simulator.SmallWorld.SETTINGS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ClosedLoopTest {

  private static final ClosedLoop LOOP = new ClosedLoop(SETTINGS, Duration.ofDays(2));

  @Test
  void whoKnowsTheTruthBeatsPopularityAndPopularityBeatsChance() {
    var random = LOOP.run(world -> new RandomPolicy(world, new SplittableRandom(1)));
    var popular = LOOP.run(PopularPolicy::new);
    var oracle = LOOP.run(OraclePolicy::new);
    assertThat(popular.watchSecondsPerUser()).isGreaterThan(1.2 * random.watchSecondsPerUser());
    assertThat(oracle.watchSecondsPerUser()).isGreaterThan(1.5 * popular.watchSecondsPerUser());
  }

  @Test
  void clicksAloneLoseWatchTimeToClicksTimesCompletions() {
    var clicks = LOOP.run(world -> new OraclePolicy(world, OracleObjective.CLICKS));
    var completions = LOOP.run(world -> new OraclePolicy(world, OracleObjective.COMPLETIONS));
    assertThat(clicks.clickRate()).isGreaterThan(completions.clickRate());
    assertThat(clicks.watchSecondsPerUser()).isLessThan(completions.watchSecondsPerUser());
  }

  @Test
  void thePolicyUnderTestServesOnlyAfterTheWarmUp() {
    var from = SETTINGS.start().plus(LOOP.warmUp());
    LOOP.run(
        world ->
            request -> {
              assertThat(request.at()).isAfterOrEqualTo(from);
              return Slate.of(world.videos().subList(0, 1).stream().map(Video::id).toList());
            });
  }

  @Test
  void onlyWhatFollowsTheWarmUpIsCounted() {
    var nothing = LOOP.run(world -> request -> Slate.of(List.of()));
    assertThat(nothing.clicks()).isLessThan(50);
    assertThat(nothing.watchSeconds()).hasSize(SETTINGS.audience().viewers());
  }

  @Test
  void aWarmUpWithoutAnEndIsRefused() {
    assertThatThrownBy(() -> new ClosedLoop(SETTINGS, Duration.ofDays(4)))
        .hasMessage("warmUp is PT96H, expected less than the 4 days");
  }
}
