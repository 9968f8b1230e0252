package dev.marquee.simulator;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Videos by positive watches so far, overall and by topic, updated every simulated hour. Of videos
/// with equal counts the newest comes first.
final class PopularityChart {

  private static final Duration HOUR = Duration.ofHours(1);

  private final World world;
  private final Shelf shelf;
  private final int[] positives;
  private final List<Video> all = new ArrayList<>();
  private final List<List<Video>> ofTopics = new ArrayList<>();
  private Instant writtenAt = Instant.MIN;

  PopularityChart(World world, Shelf shelf) {
    this.world = world;
    this.shelf = shelf;
    this.positives = new int[world.videos().size()];
    world.topics().forEach(topic -> ofTopics.add(new ArrayList<>()));
  }

  void count(Video video) {
    positives[video.index()]++;
  }

  List<Video> top(Instant at) {
    write(at);
    return all;
  }

  List<Video> top(int topic, Instant at) {
    write(at);
    return ofTopics.get(topic);
  }

  private void write(Instant at) {
    if (at.isBefore(writtenAt.plus(HOUR))) {
      return;
    }
    writtenAt = at;
    var keys = new long[shelf.published(at)];
    for (int i = 0; i < keys.length; i++) {
      keys[i] = (long) positives[i] << Integer.SIZE | i;
    }
    Arrays.sort(keys);
    all.clear();
    ofTopics.forEach(List::clear);
    for (int i = keys.length - 1; i >= 0; i--) {
      var video = world.videos().get((int) keys[i]);
      all.add(video);
      ofTopics.get(video.topic()).add(video);
    }
  }
}
