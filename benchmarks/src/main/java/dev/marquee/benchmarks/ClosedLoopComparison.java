package dev.marquee.benchmarks;

import dev.marquee.engine.ranking.Objective;
import dev.marquee.simulator.ClosedLoop;
import dev.marquee.simulator.FeedPolicy;
import dev.marquee.simulator.OracleObjective;
import dev.marquee.simulator.OraclePolicy;
import dev.marquee.simulator.PopularPolicy;
import dev.marquee.simulator.RandomPolicy;
import dev.marquee.simulator.Tally;
import dev.marquee.simulator.World;
import dev.marquee.simulator.WorldSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;

/// How much of the way from popular to perfect does the funnel go, measured in watch time?
///
/// The old policy serves a warm-up, then each policy takes over the same simulated audience. Prints
/// watch minutes a viewer and day with 95 % intervals over seeds, and the paired difference to
/// popular.
///
/// Arguments: seeds (default 5), viewers (1,000), videos (4,000), days (8), warm-up days (5).
public final class ClosedLoopComparison {

  /// Two-sided 95 % quantiles of Student's t for 1 to 10 degrees of freedom.
  private static final double[] STUDENT = {
    12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228
  };

  private ClosedLoopComparison() {}

  public static void main(String[] arguments) throws IOException {
    int seeds = argument(arguments, 0, 5);
    if (seeds < 2 || seeds > 11) {
      throw new IllegalArgumentException("seeds must be from 2 to 11, was " + seeds);
    }
    WorldSettings world =
        WorldSettings.defaults()
            .withViewers(argument(arguments, 1, 1_000))
            .withVideos(argument(arguments, 2, 4_000))
            .withDays(argument(arguments, 3, 8));
    int warmUp = argument(arguments, 4, 5);
    double days = world.days() - warmUp;
    System.out.println(Machine.describe());
    System.out.println(world.viewers() + " viewers, " + world.videos() + " videos");
    Map<String, double[]> minutes = new LinkedHashMap<>();
    for (int seed = 1; seed <= seeds; seed++) {
      ClosedLoop loop = new ClosedLoop(world, Duration.ofDays(warmUp)).withSeed(seed);
      int column = seed - 1;
      long random = seed;
      run(
          minutes,
          "random",
          seeds,
          column,
          days,
          loop,
          made -> new RandomPolicy(made, new SplittableRandom(random)));
      run(minutes, "popular", seeds, column, days, loop, PopularPolicy::new);
      funnel(minutes, "funnel, pClick alone", seeds, column, days, loop, new Objective(1, 0));
      funnel(minutes, "funnel", seeds, column, days, loop, Objective.defaults());
      funnel(
          minutes, "funnel, × duration^½", seeds, column, days, loop, new Objective(1, 1, 0.5f, 1));
      run(
          minutes,
          "oracle, completions",
          seeds,
          column,
          days,
          loop,
          made -> new OraclePolicy(made, OracleObjective.COMPLETIONS));
      run(minutes, "oracle", seeds, column, days, loop, OraclePolicy::new);
    }
    double[] popular = minutes.get("popular");
    double gap = mean(minutes.get("oracle")) - mean(popular);
    minutes.forEach(
        (policy, each) -> {
          double[] gain = new double[each.length];
          Arrays.setAll(gain, i -> each[i] - popular[i]);
          System.out.printf(
              "%-22s %6.2f ± %.2f min a viewer and day   against popular %+6.2f ± %.2f   %4.0f %%"
                  + " of the gap%n",
              policy,
              mean(each),
              halfInterval(each),
              mean(gain),
              halfInterval(gain),
              100 * mean(gain) / gap);
        });
  }

  private static void funnel(
      Map<String, double[]> minutes,
      String name,
      int seeds,
      int column,
      double days,
      ClosedLoop loop,
      Objective objective)
      throws IOException {
    Path folder = Files.createTempDirectory("marquee-loop").resolve("store");
    try (FunnelPolicy policy = new FunnelPolicy(folder, objective, Duration.ofDays(1))) {
      run(minutes, name, seeds, column, days, loop, world -> policy);
    }
  }

  private static void run(
      Map<String, double[]> minutes,
      String name,
      int seeds,
      int column,
      double days,
      ClosedLoop loop,
      Function<World, FeedPolicy> policy) {
    long start = System.nanoTime();
    Tally tally = loop.run(policy);
    minutes.computeIfAbsent(name, key -> new double[seeds])[column] =
        tally.watchSecondsPerUser() / 60 / days;
    System.err.printf(
        "seed %d %-22s %6.2f min, %.1f %% clicked, %.1f %% of the clicks completed (%.0f s)%n",
        column + 1,
        name,
        minutes.get(name)[column],
        100 * tally.clickRate(),
        100 * tally.completionRate(),
        (System.nanoTime() - start) / 1e9);
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).average().orElseThrow();
  }

  /// Half the width of the mean's 95 % interval.
  private static double halfInterval(double[] values) {
    double mean = mean(values);
    double squares = Arrays.stream(values).map(value -> (value - mean) * (value - mean)).sum();
    int freedom = values.length - 1;
    return STUDENT[freedom - 1] * Math.sqrt(squares / freedom / values.length);
  }

  private static int argument(String[] arguments, int index, int otherwise) {
    return arguments.length > index ? Integer.parseInt(arguments[index]) : otherwise;
  }
}
