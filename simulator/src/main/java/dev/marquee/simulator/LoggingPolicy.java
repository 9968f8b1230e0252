package dev.marquee.simulator;

import dev.marquee.engine.events.Event;
import dev.marquee.engine.events.UserEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/// The platform's policy before Marquee, which generates the histories to learn from.
///
/// Slots are filled in random order. About 45 % hold a popular video of a topic that the viewer
/// watched before (topics watched more are more likely), 30 % an overall popular video, and 25 % a
/// random video, half of them recent uploads. Charts are read with random leaps. The randomness
/// matters because a history of only the most popular videos teaches little.
public final class LoggingPolicy implements FeedPolicy {

  private static final double TOPICAL = 0.45;
  private static final double POPULAR = 0.30;
  private static final double FRESH = 0.125;
  private static final int RECENT_UPLOADS = 500;
  private static final int TRIES = 20;
  private static final double LEAP = 25;

  private final World world;
  private final RandomGenerator random;
  private final Shelf shelf;
  private final PopularityChart chart;
  private final PositiveWatches positives;
  private final int[][] positivesOfTopics;

  public LoggingPolicy(World world, RandomGenerator random) {
    this.world = world;
    this.random = random;
    this.shelf = new Shelf(world);
    this.chart = new PopularityChart(world, shelf);
    this.positives = new PositiveWatches(world);
    this.positivesOfTopics = new int[world.viewers().size()][world.topics().size()];
  }

  @Override
  public Slate feed(FeedRequest request) {
    return new Filling(world.viewer(request.viewer()), request.at(), request.limit()).slate();
  }

  @Override
  public void observe(Event event) {
    shelf.observe(event);
    positives.observe(event).ifPresent(video -> watched((UserEvent) event, video));
  }

  private void watched(UserEvent event, Video video) {
    chart.count(video);
    positivesOfTopics[world.viewer(event.user()).index()][video.topic()]++;
  }

  /// Fills one slate. A cursor per chart prevents looking at the same video twice.
  private final class Filling {

    private final Viewer viewer;
    private final Instant at;
    private final int limit;
    private final int published;
    private final int[] topicCursors = new int[world.topics().size()];
    private final List<Video> chosen = new ArrayList<>();
    private int cursor;

    Filling(Viewer viewer, Instant at, int limit) {
      this.viewer = viewer;
      this.at = at;
      this.limit = limit;
      this.published = shelf.published(at);
    }

    Slate slate() {
      for (int slot = 0; slot < limit; slot++) {
        double draw = random.nextDouble();
        if (draw < TOPICAL) {
          addTopical();
        } else if (draw < TOPICAL + POPULAR) {
          addPopular();
        } else {
          addAny(draw < TOPICAL + POPULAR + FRESH ? RECENT_UPLOADS : published);
        }
      }
      return Slate.of(chosen.stream().map(Video::id).toList());
    }

    private void addTopical() {
      int[] counts = positivesOfTopics[viewer.index()];
      int sum = 0;
      for (int count : counts) {
        sum += count;
      }
      if (sum == 0) {
        addPopular();
        return;
      }
      int left = random.nextInt(sum);
      int topic = 0;
      while (left >= counts[topic]) {
        left -= counts[topic++];
      }
      topicCursors[topic] = addNext(chart.top(topic, at), topicCursors[topic]);
    }

    private void addPopular() {
      cursor = addNext(chart.top(at), cursor);
    }

    private int addNext(List<Video> videos, int from) {
      int leap = (int) (LEAP * random.nextExponential());
      for (int i = from + leap; i < videos.size(); i++) {
        if (addIfOffered(videos.get(i))) {
          return i + 1;
        }
      }
      return videos.size();
    }

    private void addAny(int latest) {
      int from = Math.max(0, published - latest);
      for (int i = 0; i < TRIES && published > 0; i++) {
        if (addIfOffered(world.videos().get(random.nextInt(from, published)))) {
          return;
        }
      }
    }

    private boolean addIfOffered(Video video) {
      return !chosen.contains(video) && shelf.offers(viewer, video, at) && chosen.add(video);
    }
  }
}
