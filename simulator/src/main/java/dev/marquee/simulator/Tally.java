package dev.marquee.simulator;

import dev.marquee.engine.events.Click;
import dev.marquee.engine.events.Event;
import dev.marquee.engine.events.Impression;
import dev.marquee.engine.events.Watch;
import java.time.Instant;
import java.util.Arrays;
import java.util.function.Consumer;

/// Counts what viewers do from a given time on.
public final class Tally implements Consumer<Event> {

  private final World world;
  private final Instant from;
  private final double[] watchSeconds;
  private final double[] secondsOfClick;
  private long events;
  private long impressions;
  private long clicks;
  private long completions;

  public Tally(World world, Instant from) {
    this.world = world;
    this.from = from;
    this.watchSeconds = new double[world.viewers().size()];
    this.secondsOfClick = new double[world.viewers().size()];
  }

  @Override
  public void accept(Event event) {
    if (event.at().isBefore(from)) {
      return;
    }
    events++;
    switch (event) {
      case Impression seen -> impressions++;
      case Click click -> {
        clicks++;
        secondsOfClick[world.viewer(click.user()).index()] = 0;
      }
      case Watch watch -> count(watch);
      default -> {}
    }
  }

  private void count(Watch watch) {
    int viewer = world.viewer(watch.user()).index();
    double completed = WatchModel.COMPLETION * watch.durationSeconds();
    boolean before = secondsOfClick[viewer] >= completed;
    secondsOfClick[viewer] += watch.watchedSeconds();
    watchSeconds[viewer] += watch.watchedSeconds();
    if (!before && secondsOfClick[viewer] >= completed) {
      completions++;
    }
  }

  public long events() {
    return events;
  }

  public long impressions() {
    return impressions;
  }

  public long clicks() {
    return clicks;
  }

  /// Number of clicks that were watched to [WatchModel#COMPLETION].
  public long completions() {
    return completions;
  }

  /// Clicks per impression.
  public double clickRate() {
    return (double) clicks / impressions;
  }

  /// Completions per click.
  public double completionRate() {
    return (double) completions / clicks;
  }

  /// Mean watched seconds over all viewers, including those who never came.
  public double watchSecondsPerUser() {
    return Arrays.stream(watchSeconds).sum() / watchSeconds.length;
  }

  /// The watched seconds of each viewer, in the order of [World#viewers].
  public double[] watchSeconds() {
    return watchSeconds.clone();
  }
}
