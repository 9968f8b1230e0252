package dev.marquee.simulator;

import static dev.marquee.simulator.SmallWorld.WORLD;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class FeedPolicyTest {

  private final List<FeedPolicy> builtIn =
      List.of(
          new RandomPolicy(WORLD, new SplittableRandom(1)),
          new PopularPolicy(WORLD),
          new LoggingPolicy(WORLD, new SplittableRandom(1)),
          new OraclePolicy(WORLD));

  @Test
  void builtInPoliciesOfferOnlyWhatTheViewerMaySee() {
    for (var policy : builtIn) {
      var simulation = new Simulation(WORLD, policy, event -> {});
      simulation.runUntil(WORLD.settings().start().plusSeconds(36_000));
      assertThat(simulation.requests()).isPositive();
      assertThat(simulation.refused()).isZero();
    }
  }

  @Test
  void builtInPoliciesFillTheSlateWithoutRepeating() {
    for (var policy : builtIn) {
      FeedPolicy checked =
          request -> {
            var slate = policy.feed(request);
            assertThat(slate.videos()).hasSize(request.limit()).doesNotHaveDuplicates();
            return slate;
          };
      new Simulation(WORLD, checked, event -> {})
          .runUntil(WORLD.settings().start().plusSeconds(36_000));
    }
  }
}
