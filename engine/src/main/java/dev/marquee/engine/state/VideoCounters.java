package dev.marquee.engine.state;

import dev.marquee.engine.catalog.VideoTable;
import dev.marquee.engine.events.HistoryImported;
import it.unimi.dsi.fastutil.ints.Int2ObjectOpenHashMap;
import java.util.HashSet;
import java.util.Set;
import java.util.function.IntToLongFunction;

/// Counts changes in the [CounterTable]: determines the keys that a change adds to.
final class VideoCounters {

  private final VideoTable videos;
  private final CounterTable counters;
  private final RecentPositives recentPositives;
  private final CounterRowCache.OfTable known;
  private final IntToLongFunction videoKey;
  private final IntToLongFunction channelKey;
  private final IntToLongFunction categoryKey;
  private final Int2ObjectOpenHashMap<OnSurface> surfaces = new Int2ObjectOpenHashMap<>();

  /// Cached rows and keys of one surface.
  private record OnSurface(
      CounterRowCache.OfSurface known, IntToLongFunction videoKey, IntToLongFunction categoryKey) {}

  VideoCounters(VideoTable videos, CounterTable counters, RecentPositives recentPositives) {
    this.videos = videos;
    this.counters = counters;
    this.recentPositives = recentPositives;
    this.known = counters.known();
    this.videoKey = video -> Keys.video(videos, video);
    this.channelKey = channel -> Keys.channel(videos, channel);
    this.categoryKey = category -> Keys.category(videos, category);
  }

  void apply(Change change) {
    switch (change) {
      case Change.Shown shown -> count(shown.origin(), CounterTable.IMPRESSIONS, shown.atMillis());
      case Change.Clicked clicked when clicked.origin().isShown() ->
          count(clicked.origin(), CounterTable.CLICKS, clicked.atMillis());
      case Change.Watched watched when watched.origin().isShown() ->
          counters.addSeconds(
              Keys.video(videos, watched.video()),
              (float) watched.seconds(),
              Decay.tick(watched.atMillis()));
      case Change.Completed completed when completed.origin().isShown() ->
          count(completed.origin(), CounterTable.COMPLETIONS, completed.atMillis());
      case Change.BecamePositive positive -> {
        recentPositives.add(positive.video(), positive.atMillis());
        count(positive.origin(), CounterTable.POSITIVES, positive.atMillis());
      }
      default -> {
        // Outcomes without an impression are not in rates.
      }
    }
  }

  private void count(Change.Origin of, int counter, long atMillis) {
    int tick = Decay.tick(atMillis);
    int video = of.video();
    int surface = of.surface();
    counters.add(Keys.ALL, counter, tick);
    counters.add(Keys.surface(surface), counter, tick);
    OnSurface here = onSurface(surface);
    counters.add(video, known.video, videoKey, counter, tick);
    counters.add(video, here.known().video, here.videoKey(), counter, tick);
    if (of.country() != 0) {
      counters.add(Keys.videoInCountry(videos, video, of.country()), counter, tick);
    }
    int channel = videos.channel(video);
    if (channel >= 0) {
      counters.add(channel, known.channel, channelKey, counter, tick);
    }
    int category = videos.category(video);
    if (category >= 0) {
      counters.add(category, known.category, categoryKey, counter, tick);
      counters.add(category, here.known().category, here.categoryKey(), counter, tick);
    }
  }

  private OnSurface onSurface(int surface) {
    OnSurface cached = surfaces.get(surface);
    if (cached != null) {
      return cached;
    }
    OnSurface made =
        new OnSurface(
            known.ofSurface(surface),
            video -> Keys.videoOnSurface(videos, video, surface),
            category -> Keys.categoryOnSurface(videos, category, surface));
    if (surfaces.size() < CounterRowCache.OfTable.SURFACES) {
      surfaces.put(surface, made);
    }
    return made;
  }

  /// Counts an imported history, without times and under separate keys.
  void apply(HistoryImported imported) {
    Set<String> completed = new HashSet<>(imported.completed());
    for (String id : imported.shown()) {
      int video = videos.ordinal(id);
      countHistory(video, CounterTable.IMPRESSIONS);
      if (completed.contains(id)) {
        countHistory(video, CounterTable.COMPLETIONS);
      }
    }
  }

  private void countHistory(int video, int counter) {
    counters.addUntimed(Keys.HISTORY_ALL, counter, 1);
    counters.addUntimed(Keys.historyVideo(videos, video), counter, 1);
    if (videos.channel(video) >= 0) {
      counters.addUntimed(Keys.historyChannel(videos, videos.channel(video)), counter, 1);
    }
    if (videos.category(video) >= 0) {
      counters.addUntimed(Keys.historyCategory(videos, videos.category(video)), counter, 1);
    }
  }
}
