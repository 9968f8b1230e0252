package dev.marquee.engine.retrieval;

import dev.marquee.engine.catalog.VideoTable;
import dev.marquee.engine.math.Logarithm;
import dev.marquee.engine.math.TopK;
import dev.marquee.engine.state.Snapshot;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReferenceArray;

/// The videos of each channel at one point in time, the most promising first: the latest, with
/// popular videos ranked as if they were newer.
///
/// A video's score is its negated age in days, plus half a day for each doubling of 1 + its
/// positive watches of the last 30 days. All videos are grouped in one pass; a channel's list is
/// built on first use. Safe for use by many threads.
final class ChannelVideos {

  /// Maximum length of a channel's list.
  static final int SIZE = 200;

  /// Half a day for each doubling: `0.5 / ln 2` days per unit of the natural logarithm.
  private static final float DAYS_OF_A_HIT = 0.7213475f;

  private static final float DAY_MILLIS = 86_400_000f;

  private final Snapshot snapshot;
  private final long atMillis;

  /// The videos of channel `c` are at the indices from `starts[c]` to `starts[c + 1] - 1` of
  /// `videos`.
  private final int[] starts;

  private final int[] videos;
  private final AtomicReferenceArray<Scored> best;

  ChannelVideos(Snapshot snapshot, long atMillis) {
    this.snapshot = snapshot;
    this.atMillis = atMillis;
    VideoTable table = snapshot.videos();
    this.starts = new int[table.channels().size() + 1];
    for (int video = 0; video < table.size(); video++) {
      if (isListed(table, video)) {
        starts[table.channel(video) + 1]++;
      }
    }
    Arrays.parallelPrefix(starts, Integer::sum);
    this.videos = new int[starts[starts.length - 1]];
    int[] next = starts.clone();
    for (int video = 0; video < table.size(); video++) {
      if (isListed(table, video)) {
        videos[next[table.channel(video)]++] = video;
      }
    }
    this.best = new AtomicReferenceArray<>(starts.length - 1);
  }

  private boolean isListed(VideoTable table, int video) {
    return table.channel(video) >= 0 && table.isLive(video, atMillis);
  }

  /// The best videos of a channel; none if the channel is newer than the snapshot.
  Scored best(int channel) {
    if (channel >= best.length()) {
      return Scored.NONE;
    }
    Scored known = best.get(channel);
    if (known == null) {
      // A race is harmless: all threads compute the same list.
      known = made(channel);
      best.set(channel, known);
    }
    return known;
  }

  private Scored made(int channel) {
    TopK top = new TopK(SIZE);
    for (int i = starts[channel]; i < starts[channel + 1]; i++) {
      top.add(videos[i], promise(videos[i]));
    }
    return Scored.drain(top);
  }

  private float promise(int video) {
    float days = (atMillis - snapshot.videos().publishedAtMillis(video)) / DAY_MILLIS;
    float hit = Logarithm.ln1p(snapshot.recentPositives(video, atMillis));
    return DAYS_OF_A_HIT * hit - days;
  }
}
