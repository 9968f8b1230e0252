package dev.marquee.benchmarks;

import dev.marquee.engine.ranking.Objective;
import dev.marquee.simulator.ClosedLoop;
import dev.marquee.simulator.FeedPolicy;
import dev.marquee.simulator.OracleObjective;
import dev.marquee.simulator.OraclePolicy;
import dev.marquee.simulator.PopularPolicy;
import dev.marquee.simulator.RandomPolicy;
import dev.marquee.simulator.World;
import dev.marquee.simulator.WorldSettings;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;

/// How does an objective trade clicks for watch time, and how much of the gap between the
/// popularity baseline and the perfect policy does the funnel close?
///
/// The old policy serves a warm-up, then each policy takes over the same simulated audience. The
/// funnels of a seed start with the same models, so that they differ only in their objective.
/// Prints minutes watched per viewer and day, clicks and completions with 95 % intervals over the
/// seeds, and paired differences.
///
/// Options: seeds (default 4), first (the first seed, 1), viewers (800), videos (1,600), days (9),
/// warm-up (days of them, 7), retrain (hours between trainings, 24), funnels (how many of them, the
/// first, 5).
public final class ClosedLoopComparison {

  private static final String POPULAR = "popular";
  private static final String ORACLE = "oracle";
  private static final String CLICK = "pClick";
  private static final String CLICK_WATCH = "pClick × pWatch";
  private static final String DURATION = "the same × duration^½";
  private static final String CLICK_SOUGHT = "pClick × retrievalPrior";
  private static final String DEFAULTS = "pClick × pWatch × retrievalPrior";
  private static final String ORACLE_CLICKS = "oracle, clicks";
  private static final String ORACLE_COMPLETIONS = "oracle, completions";

  private ClosedLoopComparison() {}

  public static void main(String[] arguments) throws IOException {
    Options options = new Options(arguments);
    WorldSettings world =
        WorldSettings.defaults()
            .withViewers(options.integer("viewers", 800))
            .withVideos(options.integer("videos", 1_600))
            .withDays(options.integer("days", 9));
    int warmUp = options.integer("warm-up", 7);
    Duration retrainEvery = Duration.ofHours(options.integer("retrain", 24));
    int funnels = options.integer("funnels", 5);
    System.out.println(Machine.describe());
    System.out.println(
        world.audience().viewers() + " viewers, " + world.supply().videos() + " videos");
    PolicyTallies tallies = new PolicyTallies(world.days() - warmUp);
    int first = options.integer("first", 1);
    for (int seed = first; seed < first + options.integer("seeds", 4); seed++) {
      System.err.println("seed " + seed);
      ClosedLoop loop = new ClosedLoop(world, Duration.ofDays(warmUp)).withSeed(seed);
      for (var simple : simple(seed).entrySet()) {
        tallies.add(simple.getKey(), loop.run(simple.getValue()));
      }
      PolicyTraining training = PolicyTraining.sharingTheFirst(PolicyTraining.asServed());
      for (var funnel : funnels().entrySet().stream().limit(funnels).toList()) {
        tallies.add(
            funnel.getKey(), FunnelPolicy.run(loop, funnel.getValue(), training, retrainEvery));
      }
    }
    tallies.print();
    System.out.printf("%n%-54s %15s %15s %15s%n", "paired", "minutes", "% clicked", "% completed");
    tallies.printPaired(CLICK, CLICK_WATCH);
    tallies.printPaired(CLICK, DURATION);
    tallies.printPaired(CLICK_SOUGHT, DEFAULTS);
    tallies.printPaired(DEFAULTS, CLICK_WATCH);
    tallies.printPaired(ORACLE_CLICKS, ORACLE_COMPLETIONS);
    SeedFigures popular = tallies.minutes(POPULAR);
    double gap = tallies.minutes(ORACLE).minus(popular).mean();
    System.out.printf("%n%-26s %15s   of the gap%n", "minutes against popular", "");
    tallies
        .tallies()
        .keySet()
        .forEach(
            policy -> {
              SeedFigures gain = tallies.minutes(policy).minus(popular);
              System.out.printf(
                  "%-26s %15s   %4.0f %%%n", policy, gain.signed("%.2f"), 100 * gain.mean() / gap);
            });
  }

  private static Map<String, Function<World, FeedPolicy>> simple(long seed) {
    Map<String, Function<World, FeedPolicy>> policies = new LinkedHashMap<>();
    policies.put("random", world -> new RandomPolicy(world, new SplittableRandom(seed)));
    policies.put(POPULAR, PopularPolicy::new);
    policies.put(ORACLE_CLICKS, world -> new OraclePolicy(world, OracleObjective.CLICKS));
    policies.put(ORACLE_COMPLETIONS, world -> new OraclePolicy(world, OracleObjective.COMPLETIONS));
    policies.put(ORACLE, OraclePolicy::new);
    return policies;
  }

  private static Map<String, Objective> funnels() {
    Map<String, Objective> objectives = new LinkedHashMap<>();
    objectives.put(CLICK, new Objective(1, 0, 0, 0));
    objectives.put(CLICK_WATCH, new Objective(1, 1, 0, 0));
    objectives.put(DURATION, new Objective(1, 1, 0.5f, 0));
    objectives.put(CLICK_SOUGHT, new Objective(1, 0, 0, 1));
    objectives.put(DEFAULTS, Objective.defaults());
    return objectives;
  }
}
