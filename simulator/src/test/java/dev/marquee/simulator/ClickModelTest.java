package dev.marquee.simulator;

import static dev.marquee.simulator.SmallWorld.WORLD;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ClickModelTest {

  private static final ClickModel CLICKING = ClickModel.defaults();
  private static final Viewer ANN = WORLD.viewers().getFirst();
  private static final Video CAT = WORLD.videos().getFirst();

  @Test
  void fallsWithPosition() {
    for (int position = 1; position < 10; position++) {
      assertThat(CLICKING.pClick(ANN, CAT, Device.TV, position, 0, false))
          .isLessThan(CLICKING.pClick(ANN, CAT, Device.TV, position - 1, 0, false));
    }
  }

  @Test
  void fallsEachTimeTheVideoWasPassedOver() {
    assertThat(CLICKING.pClick(ANN, CAT, Device.TV, 1))
        .isLessThan(CLICKING.pClick(ANN, CAT, Device.TV, 0));
  }

  @Test
  void fallsOnceTheVideoWasOpened() {
    assertThat(CLICKING.pClick(ANN, CAT, Device.TV, 0, 1, true))
        .isLessThan(CLICKING.pClick(ANN, CAT, Device.TV, 0, 1, false) / 2);
  }

  @Test
  void clickbaitGainsClicksAndLosesWatchedSeconds() {
    var bait =
        new Video(
            CAT.index(),
            CAT.id(),
            CAT.details(),
            CAT.topic(),
            new Video.Traits(CAT.taste(), CAT.logSeconds(), CAT.appeal(), CAT.quality(), 1),
            CAT.removedAt());
    assertThat(CAT.clickbait()).isLessThan(0.5);
    assertThat(CLICKING.pClick(ANN, bait, Device.WEB, 0))
        .isGreaterThan(CLICKING.pClick(ANN, CAT, Device.WEB, 0));
    var watching = WatchModel.defaults();
    assertThat(watching.expectedSeconds(ANN, bait, Device.WEB))
        .isLessThan(watching.expectedSeconds(ANN, CAT, Device.WEB));
  }
}
