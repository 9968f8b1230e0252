package dev.marquee.engine.state;

import static dev.marquee.engine.state.OpenImpressions.LATELY;
import static dev.marquee.engine.state.OpenImpressions.NONE;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class OpenImpressionsTest {

  private static final long HOUR = Duration.ofHours(1).toMillis();
  private static final FoldSettings.Attribution DAY =
      new FoldSettings.Attribution(Duration.ofDays(1), 100);

  private final OpenImpressions open = new OpenImpressions(1);
  private int dropped;

  private int show(int video, long feed, long at) {
    dropped += open.makeRoom(at, DAY.window().toMillis(), DAY.maxOpen());
    return open.add(video, feed, at);
  }

  @Test
  void theLatestImpressionOfAVideoIsFound() {
    show(7, 1, 100);
    show(7, 2, 200);
    show(8, 2, 300);
    assertThat(open.at(open.find(7, 0, 0))).isEqualTo(200);
    assertThat(open.find(9, 0, 0)).isEqualTo(NONE);
  }

  @Test
  void aNamedFeedFindsItsOwnImpression() {
    show(7, 1, 100);
    show(7, 2, 200);
    assertThat(open.at(open.find(7, 1, 0))).isEqualTo(100);
    assertThat(open.at(open.find(7, 2, 0))).isEqualTo(200);
    assertThat(open.find(7, 3, 0)).isEqualTo(NONE);
  }

  @Test
  void findsNothingFromBeforeATime() {
    int slot = show(7, 1, 100);
    assertThat(open.find(7, 0, 100)).isEqualTo(slot);
    assertThat(open.find(7, 0, 101)).isEqualTo(NONE);
  }

  @Test
  void whatHasLeftTheWindowGoesButForTheLatest() {
    for (int i = 0; i < 60; i++) {
      show(i, 0, i);
    }
    assertThat(open.size()).as("all wait").isEqualTo(60);
    show(60, 0, 30 + 24 * HOUR);
    assertThat(open.size()).isEqualTo(LATELY);
    show(61, 0, 90 * HOUR);
    assertThat(open.size()).as("however old").isEqualTo(LATELY);
    assertThat(dropped).as("none of them could have had an outcome").isEqualTo(0);
  }

  @Test
  void beyondTheBoundTheOldestGoesAndIsCounted() {
    for (int i = 0; i < 103; i++) {
      show(i, 0, i);
    }
    assertThat(open.size()).isEqualTo(100);
    assertThat(open.find(2, 0, 0)).isEqualTo(NONE);
    assertThat(open.video(open.find(3, 0, 0))).isEqualTo(3);
    assertThat(dropped).isEqualTo(3);
  }

  @Test
  void cellsGoWithTheirImpressionsAndBeginWithNothing() {
    for (int i = 0; i < 500; i++) {
      int slot = show(i, 0, i);
      assertThat(open.cell(slot, 0)).isEqualTo(0);
      open.set(slot, 0, -i);
      for (int back = 0; back < open.size(); back++) {
        assertThat(open.video(open.slot(back))).isEqualTo(i - back);
        assertThat(open.cell(open.slot(back), 0)).isEqualTo(back - i);
      }
    }
  }

  @Test
  void aCopyStaysAsItWas() {
    int slot = show(7, 1, 100);
    OpenImpressions copy = open.copy();
    open.set(slot, 0, 5);
    show(8, 1, 200);
    assertThat(copy.cell(slot, 0)).isEqualTo(0);
    assertThat(copy.size()).isEqualTo(1);
    assertThat(copy.find(8, 0, 0)).isEqualTo(NONE);
  }

  /// What found impressions before: a ring of the last 48, whatever their age.
  private record OldRing(List<long[]> last) {

    void show(int video, long feed, long at) {
      last.add(new long[] {video, feed, at});
      if (last.size() > LATELY) {
        last.removeFirst();
      }
    }

    long find(int video, long feed, long since) {
      for (int i = last.size() - 1; i >= 0; i--) {
        long[] one = last.get(i);
        if (one[0] == video && (feed == 0 || one[1] == feed) && one[2] >= since) {
          return one[2];
        }
      }
      return NONE;
    }
  }

  @Test
  void whoseImpressionsAreFewGetsWhatARingOf48Gave() {
    long seed = System.nanoTime();
    var random = new SplittableRandom(seed);
    var ring = new OldRing(new ArrayList<>());
    long now = 1_000 * HOUR;
    for (int i = 0; i < 20_000; i++) {
      // About 24 a day, some up to an hour late.
      now += random.nextLong(2 * HOUR);
      long at = now - (random.nextInt(10) == 0 ? random.nextLong(HOUR) : 0);
      int video = random.nextInt(12);
      long feed = random.nextInt(3);
      if (random.nextBoolean()) {
        show(video, feed, at);
        ring.show(video, feed, at);
      }
      int found = open.find(video, feed, at - 24 * HOUR);
      assertThat(found == NONE ? NONE : open.at(found))
          .as("seed %d", seed)
          .isEqualTo(ring.find(video, feed, at - 24 * HOUR));
    }
  }
}
