package dev.marquee.benchmarks;

import dev.marquee.engine.ranking.Objective;
import dev.marquee.simulator.ClosedLoop;
import dev.marquee.simulator.PopularPolicy;
import dev.marquee.simulator.WorldSettings;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/// How much do features from the end of the log (leakage) inflate offline metrics, and what do they
/// cost online?
///
/// One ranker is trained on point-in-time examples, another on [LeakyExamples] of the same
/// impressions; retrieval, settings and objective are the same. Offline, a network not trained on
/// the latest slice predicts it, from the kind of rows it was trained on; the leaky one also from
/// point-in-time rows. Online, both take over the same simulated audience.
///
/// Options: seeds (default 4), first (the first seed, 1), viewers (800), videos (1,600), days (9),
/// warm-up (days of them, 7), retrain (hours between trainings, 24), retrieval (its weight in the
/// objective, 0).
public final class LeakComparison {

  private static final String POPULAR = "popular";
  private static final String HONEST = "point in time";
  private static final String LEAKY = "end of the log";

  private final Map<String, List<SliceFigures>> offline = new LinkedHashMap<>();

  private LeakComparison() {}

  public static void main(String[] arguments) throws IOException {
    new LeakComparison().run(new Options(arguments));
  }

  private void run(Options options) throws IOException {
    WorldSettings world =
        WorldSettings.defaults()
            .withViewers(options.integer("viewers", 800))
            .withVideos(options.integer("videos", 1_600))
            .withDays(options.integer("days", 9));
    int warmUp = options.integer("warm-up", 7);
    Duration retrainEvery = Duration.ofHours(options.integer("retrain", 24));
    Objective objective = new Objective(1, 1, 0, (float) options.number("retrieval", 0));
    System.out.println(Machine.describe());
    System.out.println(
        world.audience().viewers()
            + " viewers, "
            + world.supply().videos()
            + " videos, "
            + objective);
    PolicyTallies tallies = new PolicyTallies(world.days() - warmUp);
    int first = options.integer("first", 1);
    int seeds = options.integer("seeds", 4);
    for (int seed = first; seed < first + seeds; seed++) {
      System.err.println("seed " + seed);
      int done = seed - first;
      ClosedLoop loop = new ClosedLoop(world, Duration.ofDays(warmUp)).withSeed(seed);
      PolicyTraining honest =
          PolicyTraining.sharingTheFirst(
              PolicyTraining.judgedBy(
                  (tried, served, examples, progress) -> {
                    note(HONEST, done, SliceFigures.of(tried.ranker(), examples, tried.later()));
                    return Optional.empty();
                  }));
      PolicyTraining leaky =
          new LeakyTraining(
              honest,
              (learned, leakyRows, honestRows) -> {
                var tried = learned.tried().orElseThrow();
                note(LEAKY, done, SliceFigures.of(tried.ranker(), leakyRows, tried.later()));
                note(
                    LEAKY + ", judged in time",
                    done,
                    SliceFigures.of(tried.ranker(), honestRows, tried.later()));
              });
      tallies.add(POPULAR, loop.run(PopularPolicy::new));
      tallies.add(HONEST, FunnelPolicy.run(loop, objective, honest, retrainEvery));
      tallies.add(LEAKY, FunnelPolicy.run(loop, objective, leaky, retrainEvery));
    }
    print();
    tallies.print();
    System.out.printf("%n%-54s %15s %15s %15s%n", "paired", "minutes", "% clicked", "% completed");
    tallies.printPaired(LEAKY, HONEST);
  }

  /// Keeps the metrics of each seed's first training, when both have the same log.
  private void note(String examples, int done, SliceFigures figures) {
    List<SliceFigures> ofSeeds = offline.computeIfAbsent(examples, name -> new ArrayList<>());
    if (ofSeeds.size() == done) {
      ofSeeds.add(figures);
      System.err.println(examples + ": " + figures);
    }
  }

  private void print() {
    System.out.printf(
        "%n%-32s %16s %16s %16s %16s%n",
        "offline, examples", "AUC click", "log loss", "AUC watch", "log loss");
    offline.forEach(
        (examples, figures) ->
            System.out.printf(
                "%-32s %16s %16s %16s %16s%n",
                examples,
                written(figures, SliceFigures::clickAuc),
                written(figures, SliceFigures::clickLoss),
                written(figures, SliceFigures::watchAuc),
                written(figures, SliceFigures::watchLoss)));
  }

  private static String written(List<SliceFigures> figures, ToDoubleFunction<SliceFigures> one) {
    return new SeedFigures(figures.stream().mapToDouble(one).toArray()).written("%.4f");
  }
}
