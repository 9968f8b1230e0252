package dev.marquee.engine.retrieval;

import dev.marquee.engine.catalog.VideoTable;
import dev.marquee.engine.math.TopK;
import dev.marquee.engine.state.Snapshot;
import java.time.Instant;
import java.util.concurrent.ConcurrentHashMap;

/// Ranked lists that are the same for every viewer at one point in time: popular of all time and of
/// the last 30 days, trending by country, fresh, the best of each channel.
///
/// They contain only videos published at that time, are kept in memory, and are built from one
/// snapshot; the list of a country or a channel is built on first use. Safe for use by many
/// threads.
public final class Charts {

  /// Maximum length of a list.
  public static final int SIZE = 2_000;

  /// Maximum number of lists by country: more than countries exist, but bounded, because requests
  /// may name any text as a country.
  private static final int COUNTRIES = 300;

  private final Snapshot snapshot;
  private final long atMillis;
  private final Scored popular;
  private final Scored popular30d;
  private final Scored fresh;
  private final ChannelVideos channels;
  private final ConcurrentHashMap<String, Scored> trending = new ConcurrentHashMap<>();

  public Charts(Snapshot snapshot, Instant at) {
    this.snapshot = snapshot;
    this.atMillis = at.toEpochMilli();
    this.popular = top(snapshot::positives);
    this.popular30d = top(video -> someOf(snapshot.recentPositives(video, atMillis)));
    // Relative to now: minutes since 1970 exceed 2^24, so a float would round them to even numbers.
    this.fresh = top(video -> (snapshot.videos().publishedAtMillis(video) - atMillis) / 60_000f);
    this.channels = new ChannelVideos(snapshot, atMillis);
  }

  /// The count, or NaN for 0, which no list accepts.
  private static float someOf(int count) {
    return count == 0 ? Float.NaN : count;
  }

  public Instant at() {
    return Instant.ofEpochMilli(atMillis);
  }

  /// Number of the snapshot that the lists were built from.
  public long number() {
    return snapshot.number();
  }

  /// By positive watches over all time.
  public Scored popular() {
    return popular;
  }

  /// By positive watches in the last 30 days; videos without any are left out.
  public Scored popular30d() {
    return popular30d;
  }

  /// By decayed positive watches in a country, or in all countries if it is empty.
  public Scored trending(String country) {
    Scored known = trending.get(country);
    if (known != null) {
      return known;
    }
    Scored made = top(video -> snapshot.trend(video, country, atMillis));
    if (trending.size() < COUNTRIES) {
      trending.put(country, made);
    }
    return made;
  }

  /// By time of publication, the latest first; the score is the negated age in minutes.
  public Scored fresh() {
    return fresh;
  }

  /// The most promising videos of a channel, see [ChannelVideos]; none for an unknown channel.
  ///
  /// @param channel ordinal
  public Scored ofChannel(int channel) {
    return channels.best(channel);
  }

  @FunctionalInterface
  private interface Score {
    float of(int video);
  }

  private Scored top(Score score) {
    VideoTable videos = snapshot.videos();
    TopK top = new TopK(SIZE);
    for (int video = 0; video < videos.size(); video++) {
      if (videos.isLive(video, atMillis)) {
        top.add(video, score.of(video));
      }
    }
    return Scored.drain(top);
  }
}
