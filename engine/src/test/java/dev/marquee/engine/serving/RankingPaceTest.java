package dev.marquee.engine.serving;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RankingPaceTest {

  private final RankingPace pace = new RankingPace(0.8);

  @Test
  void anythingIsAffordableBeforeTheFirstRequest() {
    assertThat(pace.affordable(1)).isEqualTo(Integer.MAX_VALUE);
  }

  @Test
  void asManyAreAffordableAsFitIntoFourFifthsOfTheTime() {
    pace.took(1_000, 10_000_000);
    assertThat(pace.affordable(5_000_000)).isEqualTo(400);
    assertThat(pace.affordable(1_000_000_000_000_000L)).isEqualTo(Integer.MAX_VALUE);
  }

  @Test
  void aHundredAlwaysAre() {
    pace.took(1_000, 1_000_000_000);
    assertThat(pace.affordable(1)).isEqualTo(100);
  }

  @Test
  void aSlowRequestIsForgottenByAndBy() {
    pace.took(1_000, 100_000_000);
    for (int i = 0; i < 60; i++) {
      pace.took(1_000, 10_000_000);
    }
    assertThat(pace.affordable(10_000_000)).isBetween(750, 800);
  }

  @Test
  void aQuickerRequestCountsMore() {
    pace.took(1_000, 100_000_000);
    for (int i = 0; i < 10; i++) {
      pace.took(1_000, 10_000_000);
    }
    assertThat(pace.affordable(10_000_000)).isBetween(600, 800);
    for (int i = 0; i < 10; i++) {
      pace.took(1_000, 100_000_000);
    }
    assertThat(pace.affordable(100_000_000)).isBetween(1_000, 1_300);
  }

  @Test
  void aHandfulSaysNothing() {
    pace.took(5, 50_000_000);
    assertThat(pace.affordable(1)).isEqualTo(Integer.MAX_VALUE);
  }
}
