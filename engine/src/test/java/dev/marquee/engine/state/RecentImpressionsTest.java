package dev.marquee.engine.state;

import static dev.marquee.engine.state.RecentImpressions.CLICKED;
import static dev.marquee.engine.state.RecentImpressions.ROOM;
import static dev.marquee.engine.state.RecentImpressions.SHOWN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.marquee.engine.bytes.ByteReader;
import dev.marquee.engine.bytes.ByteWriter;
import dev.marquee.engine.catalog.VideoTable;
import org.junit.jupiter.api.Test;

class RecentImpressionsTest {

  private final RecentImpressions recent = new RecentImpressions();

  private int show(int video, long feed, long at) {
    return recent.add(video, feed, at, 11, 22, SHOWN);
  }

  @Test
  void keepsTheLatestAndForgetsTheOldest() {
    for (int i = 0; i < 3 * ROOM + 5; i++) {
      show(i, 0, 1_000 + i);
      assertThat(recent.size()).isEqualTo(Math.min(i + 1, ROOM));
      for (int back = 0; back < recent.size(); back++) {
        assertThat(recent.video[recent.slot(back)]).isEqualTo(i - back);
      }
      assertThat(recent.find(i - ROOM, 0, 0)).isEqualTo(-1);
    }
  }

  @Test
  void theLatestImpressionOfAVideoIsFound() {
    show(7, 1, 100);
    int latest = show(7, 2, 200);
    show(8, 2, 300);
    assertThat(recent.find(7, 0, 0)).isEqualTo(latest);
    assertThat(recent.find(9, 0, 0)).isEqualTo(-1);
  }

  @Test
  void aNamedFeedFindsItsOwnImpression() {
    int first = show(7, 1, 100);
    int second = show(7, 2, 200);
    assertThat(recent.find(7, 1, 0)).isEqualTo(first);
    assertThat(recent.find(7, 2, 0)).isEqualTo(second);
    assertThat(recent.find(7, 3, 0)).isEqualTo(-1);
  }

  @Test
  void findsNothingFromBeforeATime() {
    int slot = show(7, 1, 100);
    assertThat(recent.find(7, 0, 100)).isEqualTo(slot);
    assertThat(recent.find(7, 0, 101)).isEqualTo(-1);
  }

  @Test
  void countsOnlyWhatWasReallyShown() {
    show(7, 0, 100);
    show(7, 0, 200);
    recent.add(7, 0, 300, 0, 0, (byte) 0);
    assertThat(recent.shown(1).marked(7)).isEqualTo(2);
    assertThat(recent.shown(1).marked(8)).isEqualTo(0);
  }

  @Test
  void aNewImpressionStartsWithNothingWatched() {
    int slot = show(7, 0, 100);
    recent.watched[slot] = 40;
    recent.flags[slot] |= CLICKED;
    for (int i = 0; i < ROOM; i++) {
      show(8, 0, 200);
    }
    assertThat(recent.watched[slot]).isEqualTo(0f);
    assertThat(recent.flags[slot]).isEqualTo(SHOWN);
  }

  @Test
  void aCopyStaysAsItWas() {
    int slot = show(7, 1, 100);
    RecentImpressions copy = recent.copy();
    recent.flags[slot] |= CLICKED;
    recent.watched[slot] = 5;
    show(8, 1, 200);
    assertThat(copy.flags[slot]).isEqualTo(SHOWN);
    assertThat(copy.watched[slot]).isEqualTo(0f);
    assertThat(copy.size()).isEqualTo(1);
    assertThat(copy.find(8, 0, 0)).isEqualTo(-1);
  }

  @Test
  void bytesGiveBackTheOrderAndEveryColumn() {
    var videos = new VideoTable();
    for (int i = 0; i < 100; i++) {
      videos.ordinal("v" + i);
    }
    for (int i = 0; i < ROOM + 13; i++) {
      int slot = recent.add(i, -i, 1_000L * i, -i, i, (byte) (i % 16));
      recent.watched[slot] = i / 2f;
    }
    var out = ByteWriter.littleEndian();
    recent.write(out, videos);
    RecentImpressions read = RecentImpressions.read(ByteReader.littleEndian(out.toBytes()), videos);
    assertThat(read.size()).isEqualTo(ROOM);
    for (int back = 0; back < ROOM; back++) {
      int i = recent.slot(back);
      int j = read.slot(back);
      assertThat(read.video[j]).isEqualTo(recent.video[i]);
      assertThat(read.feed[j]).isEqualTo(recent.feed[i]);
      assertThat(read.at[j]).isEqualTo(recent.at[i]);
      assertThat(read.surface[j]).isEqualTo(recent.surface[i]);
      assertThat(read.country[j]).isEqualTo(recent.country[i]);
      assertThat(read.watched[j]).isEqualTo(recent.watched[i]);
      assertThat(read.flags[j]).isEqualTo(recent.flags[i]);
    }
  }
}
