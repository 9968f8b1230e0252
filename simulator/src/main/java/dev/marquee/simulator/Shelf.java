package dev.marquee.simulator;

import dev.marquee.engine.events.Event;
import java.time.Instant;

/// The videos that the built-in policies may offer: published, allowed for the viewer, not opened
/// before, and seen without a click fewer than three times.
final class Shelf {

  private static final int PASSED_OVER = 3;

  private final World world;
  private final Encounters encounters;
  private int published;

  Shelf(World world) {
    this.world = world;
    this.encounters = new Encounters(world);
  }

  void observe(Event event) {
    encounters.observe(event);
  }

  boolean offers(Viewer viewer, Video video, Instant at) {
    return viewer.maySee(video, at)
        && !encounters.opened(viewer, video)
        && encounters.timesSeen(viewer, video) < PASSED_OVER;
  }

  int timesSeen(Viewer viewer, Video video) {
    return encounters.timesSeen(viewer, video);
  }

  /// Number of [World#videos] published until `at`, which must not decrease between calls.
  int published(Instant at) {
    var videos = world.videos();
    while (published < videos.size()
        && !videos.get(published).details().publishedAt().isAfter(at)) {
      published++;
    }
    return published;
  }
}
