package dev.marquee.simulator;

import dev.marquee.engine.events.Event;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Offers the videos with the highest true value for the viewer, by default the longest expected
/// watch time ([World#expectedWatchSeconds]): the upper bound for a policy that optimises only the
/// current feed.
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
