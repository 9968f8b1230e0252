package dev.marquee.simulator;

import dev.marquee.engine.events.Event;
import java.util.ArrayList;

/// Offers all viewers the most watched videos so far: the non-personalised baseline.
public final class PopularPolicy implements FeedPolicy {

  private final World world;
  private final Shelf shelf;
  private final PopularityChart chart;
  private final PositiveWatches positives;

  public PopularPolicy(World world) {
    this.world = world;
    this.shelf = new Shelf(world);
    this.chart = new PopularityChart(world, shelf);
    this.positives = new PositiveWatches(world);
  }

  @Override
  public Slate feed(FeedRequest request) {
    var viewer = world.viewer(request.viewer());
    var chosen = new ArrayList<String>(request.limit());
    for (var video : chart.top(request.at())) {
      if (chosen.size() == request.limit()) {
        break;
      }
      if (shelf.offers(viewer, video, request.at())) {
        chosen.add(video.id());
      }
    }
    return Slate.of(chosen);
  }

  @Override
  public void observe(Event event) {
    shelf.observe(event);
    positives.observe(event).ifPresent(chart::count);
  }
}
