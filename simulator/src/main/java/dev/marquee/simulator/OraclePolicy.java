package dev.marquee.simulator;

import dev.marquee.engine.events.Event;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Offers what is truly worth most to the viewer, by default what will be watched longest
/// ([World#expectedWatchSeconds]): the ceiling of a policy that looks no further than the feed at
/// hand.
public final class OraclePolicy implements FeedPolicy {

  private final World world;
  private final OracleObjective objective;
  private final Shelf shelf;
  private final List<Map<Device, OracleRanking>> rankings = new ArrayList<>();

  public OraclePolicy(World world) {
    this(world, OracleObjective.WATCH_SECONDS);
  }

  public OraclePolicy(World world, OracleObjective objective) {
    this.world = world;
    this.objective = objective;
    this.shelf = new Shelf(world);
    world.viewers().forEach(viewer -> rankings.add(new EnumMap<>(Device.class)));
  }

  @Override
  public Slate feed(FeedRequest request) {
    var viewer = world.viewer(request.viewer());
    return Slate.of(
        rankings
            .get(viewer.index())
            .computeIfAbsent(
                Device.valueOf(request.context().device().toUpperCase(Locale.ROOT)),
                device -> new OracleRanking(world, shelf, objective, viewer, device))
            .best(request.at(), request.limit()));
  }

  @Override
  public void observe(Event event) {
    shelf.observe(event);
  }
}
