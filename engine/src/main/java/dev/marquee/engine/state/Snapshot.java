package dev.marquee.engine.state;

import dev.marquee.engine.catalog.VideoTable;
import java.time.Duration;

/// Videos and their counters as of a place in the log.
///
/// @param number place of the last event applied: a replay up to there gives the same snapshot
/// @param videos the catalog
/// @param counters counts over all time and decayed counts
/// @param recent positive watches of the last 30 days
/// @param sessionGap a pause of this length starts a new session
public record Snapshot(
    long number,
    VideoTable videos,
    CounterTable counters,
    RecentPositives recent,
    Duration sessionGap) {

  /// Decayed positive watches of a video in a country, or everywhere where `country` is empty.
  public float trend(int video, String country, long atMillis) {
    long key =
        country.isEmpty()
            ? Keys.video(videos, video)
            : Keys.videoInCountry(videos, video, Keys.name(country));
    return counters.decayed(counters.find(key), CounterTable.POSITIVES, Decay.tick(atMillis));
  }

  /// Positive watches of a video over all time, an imported history's completions included.
  public int positives(int video) {
    return counters.count(counters.find(Keys.video(videos, video)), CounterTable.POSITIVES)
        + counters.count(counters.find(Keys.historyVideo(videos, video)), CounterTable.COMPLETIONS);
  }

  /// Positive watches of a video in the 30 days before a time; those of imported histories have no
  /// time and do not count.
  public int recentPositives(int video, long atMillis) {
    return recent.count(video, atMillis);
  }

  /// Impressions of a video over all time.
  public int impressions(int video) {
    return counters.count(counters.find(Keys.video(videos, video)), CounterTable.IMPRESSIONS);
  }
}
