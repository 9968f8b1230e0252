package dev.marquee.simulator;

import static dev.marquee.simulator.SmallWorld.SETTINGS;
import static dev.marquee.simulator.SmallWorld.WORLD;
import static org.assertj.core.api.Assertions.assertThat;

import dev.marquee.engine.events.Context;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;

class OraclePolicyTest {

  @Test
  void offersWhatAFullScanWouldOffer() {
    var oracle = new OraclePolicy(WORLD);
    for (var viewer : WORLD.viewers().subList(0, 20)) {
      for (var device : Device.values()) {
        for (var at : List.of(SETTINGS.start(), SETTINGS.end())) {
          var context = new Context("", device.word(), "home");
          var slate = oracle.feed(new FeedRequest(viewer.id(), context, at, 10));
          var scanned =
              WORLD.videos().stream()
                  .filter(video -> viewer.maySee(video, at))
                  .sorted(
                      Comparator.comparingDouble(
                          video -> -WORLD.expectedWatchSeconds(viewer, video, device)))
                  .limit(10)
                  .map(Video::id)
                  .toList();
          assertThat(slate.videos()).isEqualTo(scanned);
        }
      }
    }
  }
}
