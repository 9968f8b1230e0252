package dev.marquee.simulator;

import dev.marquee.engine.events.Click;
import dev.marquee.engine.events.Event;
import dev.marquee.engine.events.Watch;
import java.util.Arrays;
import java.util.Optional;

/// Detects positive watches: a clicked video watched for more than 30 s, or for more than half if
/// it is shorter than a minute. Heartbeats are summed.
final class PositiveWatches {

  private static final double LEAST_SECONDS = 30;
  private static final double LEAST_SHARE = 0.5;
  private static final int NONE = -1;

  private final World world;
  private final int[] watching;
  private final double[] seconds;

  PositiveWatches(World world) {
    this.world = world;
    this.watching = new int[world.viewers().size()];
    this.seconds = new double[world.viewers().size()];
    Arrays.fill(watching, NONE);
  }

  /// The video whose watch became positive with this event; empty if none did.
  Optional<Video> observe(Event event) {
    switch (event) {
      case Click click -> {
        int viewer = world.viewer(click.user()).index();
        watching[viewer] = world.video(click.video()).index();
        seconds[viewer] = 0;
      }
      case Watch watch -> {
        return watched(world.viewer(watch.user()).index(), watch);
      }
      default -> {}
    }
    return Optional.empty();
  }

  private Optional<Video> watched(int viewer, Watch watch) {
    var video = world.video(watch.video());
    seconds[viewer] += watch.watchedSeconds();
    double min = Math.min(LEAST_SECONDS, LEAST_SHARE * video.durationSeconds());
    if (watching[viewer] != video.index() || seconds[viewer] <= min) {
      return Optional.empty();
    }
    watching[viewer] = NONE;
    return Optional.of(video);
  }
}
