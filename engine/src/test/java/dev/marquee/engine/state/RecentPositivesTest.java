package dev.marquee.engine.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.marquee.testkit.Seed;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RecentPositivesTest {

  private static final long HOUR = Duration.ofHours(1).toMillis();
  private static final long DAY = 24 * HOUR;
  private static final long NOON = Instant.parse("2026-03-01T12:00:00Z").toEpochMilli();

  private final RecentPositives recent = new RecentPositives();

  @Test
  void countLikeAListOfAllPositivesInTheWindow(@Seed long seed) {
    Random random = new Random(seed);
    int videos = 1_500;
    List<long[]> all = new ArrayList<>();
    long now = NOON;
    for (int i = 0; i < 20_000; i++) {
      now += random.nextLong(HOUR);
      // A few videos have most, and some events come late.
      int video = random.nextInt(1 + random.nextInt(videos));
      long at = now - (random.nextInt(20) == 0 ? random.nextLong(2 * DAY) : 0);
      recent.add(video, at);
      all.add(new long[] {video, at});
    }
    for (long asked : new long[] {now, now + 7 * DAY + 12_345, now + 29 * DAY, now + 40 * DAY}) {
      var expected = new int[videos];
      for (long[] one : all) {
        // To the hour, which the window's far end is rounded up to.
        if (one[1] >= Math.floorDiv(asked, HOUR) * HOUR - 30 * DAY) {
          expected[(int) one[0]]++;
        }
      }
      for (int video = 0; video < videos; video++) {
        assertThat(recent.count(video, asked)).as("seed %d", seed).isEqualTo(expected[video]);
      }
    }
    assertThat(recent.count(0, now + 40 * DAY)).isEqualTo(0);
  }

  @Test
  void whatCameLaterThanTheTimeAskedForDoesNotCount() {
    recent.add(1, NOON);
    recent.add(1, NOON + 2 * HOUR);
    assertThat(recent.count(1, NOON + HOUR)).isEqualTo(1);
    assertThat(recent.count(1, NOON - HOUR)).isEqualTo(0);
  }

  @Test
  void aLateEventCountsWhereItBelongsAndATooLateOneNowhere() {
    recent.add(1, NOON);
    recent.add(1, NOON - 10 * DAY);
    recent.add(1, NOON - 31 * DAY);
    assertThat(recent.count(1, NOON)).isEqualTo(2);
    assertThat(recent.count(1, NOON + 25 * DAY)).isEqualTo(1);
    assertThat(recent.count(1, NOON - 5 * DAY)).isEqualTo(1);
  }

  @Test
  void whatIsForgottenTakesNoRoom() {
    for (int day = 0; day < 100; day++) {
      recent.add(7, NOON + day * DAY);
      recent.add(7, NOON + day * DAY + 1);
    }
    assertThat(recent.row(7)).hasSize(2 * 31);
    assertThat(recent.count(7, NOON + 99 * DAY)).isEqualTo(2 * 31);
  }

  @Test
  void laterWritesDoNotChangeASnapshot() {
    recent.add(1, NOON);
    recent.add(600, NOON);
    RecentPositives snapshot = recent.snapshot();
    recent.add(1, NOON);
    recent.add(2, NOON);
    recent.add(5_000, NOON);
    RecentPositives second = recent.snapshot();
    recent.add(1, NOON);
    int[] videos = {1, 2, 600, 5_000, 1_000_000};
    assertThat(counts(snapshot, videos)).containsExactly(1, 0, 1, 0, 0);
    assertThat(counts(second, videos)).containsExactly(2, 1, 1, 1, 0);
    assertThat(counts(recent, videos)).containsExactly(3, 1, 1, 1, 0);
    assertThatThrownBy(() -> snapshot.add(1, NOON)).isInstanceOf(IllegalStateException.class);
  }

  private static int[] counts(RecentPositives recent, int... videos) {
    return Arrays.stream(videos).map(video -> recent.count(video, NOON)).toArray();
  }

  @Test
  void whatChangedIsSavedOnceAndReadBack() {
    recent.add(3, NOON);
    recent.add(900, NOON);
    recent.add(3, NOON + HOUR);
    assertThat(recent.takeUnsaved()).containsExactly(3, 900);
    assertThat(recent.takeUnsaved()).isEmpty();
    RecentPositives other = new RecentPositives();
    other.restore(900, recent.row(900));
    other.restore(3, recent.row(3));
    assertThat(other.takeUnsaved()).isEmpty();
    other.add(3, NOON);
    recent.add(3, NOON);
    assertThat(other.row(3)).isEqualTo(recent.row(3)).hasSize(4);
    assertThat(other.row(900)).isEqualTo(recent.row(900));
  }
}
