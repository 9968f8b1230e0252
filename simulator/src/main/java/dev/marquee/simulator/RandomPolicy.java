package dev.marquee.simulator;

import dev.marquee.engine.events.Event;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/// Offers uniformly random videos: the lower baseline.
public final class RandomPolicy implements FeedPolicy {

  private static final int TRIES_PER_SLOT = 20;

  private final World world;
  private final RandomGenerator random;
  private final Shelf shelf;

  public RandomPolicy(World world, RandomGenerator random) {
    this.world = world;
    this.random = random;
    this.shelf = new Shelf(world);
  }

  @Override
  public Slate feed(FeedRequest request) {
    var viewer = world.viewer(request.viewer());
    var chosen = new ArrayList<Video>();
    for (int i = 0; i < request.limit() * TRIES_PER_SLOT && chosen.size() < request.limit(); i++) {
      draw(viewer, request.at(), chosen);
    }
    return Slate.of(chosen.stream().map(Video::id).toList());
  }

  private void draw(Viewer viewer, Instant at, List<Video> chosen) {
    int published = shelf.published(at);
    if (published > 0) {
      var video = world.videos().get(random.nextInt(published));
      if (!chosen.contains(video) && shelf.offers(viewer, video, at)) {
        chosen.add(video);
      }
    }
  }

  @Override
  public void observe(Event event) {
    shelf.observe(event);
  }
}
