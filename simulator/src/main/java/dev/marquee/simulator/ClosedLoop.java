package dev.marquee.simulator;

import dev.marquee.engine.events.Event;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.Function;

/// Measures what a policy earns when the audience answers it, and its events teach it in turn.
///
/// The platform's old policy serves the warm-up, then the policy under test takes over and is
/// counted until the end. For an interval, run it for several seeds; for a comparison of two
/// policies, take the differences seed by seed, for they meet the same viewers.
///
/// @param warmUp of the world's days; the rest is counted
public record ClosedLoop(WorldSettings settings, Duration warmUp) {

  public ClosedLoop {
    if (warmUp.isNegative() || warmUp.compareTo(Duration.ofDays(settings.days())) >= 0) {
      throw new IllegalArgumentException(
          "warmUp is " + warmUp + ", expected less than the " + settings.days() + " days");
    }
  }

  /// The default world, of which half is warm-up.
  public static ClosedLoop defaults() {
    return new ClosedLoop(WorldSettings.defaults(), Duration.ofDays(7));
  }

  public ClosedLoop withSeed(long seed) {
    return new ClosedLoop(settings.withSeed(seed), warmUp);
  }

  /// What viewers did after the warm-up.
  ///
  /// @param policy makes the policy under test; it observes the warm-up too
  public Tally run(Function<World, FeedPolicy> policy) {
    return run(policy, event -> {});
  }

  /// What viewers did after the warm-up.
  ///
  /// @param events hears of all events, for a policy that learns from a log
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
