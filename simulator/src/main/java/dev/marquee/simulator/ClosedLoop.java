package dev.marquee.simulator;

import dev.marquee.engine.events.Event;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.Function;

/// Measures the watch time that a policy achieves in a closed loop: the audience responds to its
/// feeds, and it learns from the resulting events.
///
/// The platform's old policy serves the warm-up; then the policy under test takes over and is
/// measured until the end. For a confidence interval, run it with several seeds. To compare two
/// policies, take the difference per seed, because both serve the same viewers.
///
/// @param warmUp the part of the simulated days before the measurement
public record ClosedLoop(WorldSettings settings, Duration warmUp) {

  public ClosedLoop {
    if (warmUp.isNegative() || warmUp.compareTo(Duration.ofDays(settings.days())) >= 0) {
      throw new IllegalArgumentException(
          "warmUp is " + warmUp + ", expected less than the " + settings.days() + " days");
    }
  }

  /// The default world; the first half is warm-up.
  public static ClosedLoop defaults() {
    return new ClosedLoop(WorldSettings.defaults(), Duration.ofDays(7));
  }

  public ClosedLoop withSeed(long seed) {
    return new ClosedLoop(settings.withSeed(seed), warmUp);
  }

  /// Runs the simulation and returns what viewers did after the warm-up.
  ///
  /// @param policy creates the policy under test, which also observes the warm-up
  public Tally run(Function<World, FeedPolicy> policy) {
    return run(policy, event -> {});
  }

  /// Runs the simulation and returns what viewers did after the warm-up.
  ///
  /// @param events receives all events, for a policy that learns from a log
  public Tally run(Function<World, FeedPolicy> policy, Consumer<Event> events) {
    var world = World.create(settings);
    var from = settings.start().plus(warmUp);
    var before = new LoggingPolicy(world, new SplittableRandom(settings.seed() + 1));
    var tally = new Tally(world, from);
    new Simulation(
            world, new TakeoverPolicy(before, from, policy.apply(world)), events.andThen(tally))
        .run();
    return tally;
  }
}
