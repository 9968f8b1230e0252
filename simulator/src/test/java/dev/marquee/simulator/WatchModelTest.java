package dev.marquee.simulator;

import static dev.marquee.simulator.SmallWorld.WORLD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class WatchModelTest {

  private static final WatchModel WATCHING = WatchModel.defaults();
  private static final int DRAWS = 20_000;

  @Test
  void theMeanOfManyWatchesIsTheExpectedOne() {
    var random = new SplittableRandom(3);
    for (var video : WORLD.videos().subList(0, 20)) {
      var viewer = WORLD.viewers().get(video.index());
      double sum = 0;
      for (int i = 0; i < DRAWS; i++) {
        sum += WATCHING.watchedSeconds(viewer, video, Device.PHONE, random);
      }
      double expected = WATCHING.expectedSeconds(viewer, video, Device.PHONE);
      assertThat(sum / DRAWS).isCloseTo(expected, within(0.015 * video.durationSeconds()));
    }
  }

  @Test
  void nobodyWatchesLongerThanTheVideo() {
    var random = new SplittableRandom(3);
    for (var video : WORLD.videos()) {
      var viewer = WORLD.viewers().getFirst();
      assertThat(WATCHING.watchedSeconds(viewer, video, Device.TV, random))
          .isBetween(0.0, video.durationSeconds());
    }
  }
}
