package dev.marquee.benchmarks;

import dev.marquee.benchmarks.RankerExamples.Predicted;
import dev.marquee.engine.Progress;
import dev.marquee.engine.math.metrics.Calibration;
import dev.marquee.engine.models.RankerModel;
import dev.marquee.engine.training.examples.Examples;
import dev.marquee.engine.training.wideanddeep.WideAndDeepSettings;
import dev.marquee.engine.training.wideanddeep.WideAndDeepTrainer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Is the ranker calibrated on each surface, within statistical noise?
///
/// With few examples, the expected calibration error is above zero even if every probability is
/// right. So outcomes are simulated repeatedly from the probabilities themselves: *by chance* is
/// the mean error of the simulations, and *95 %* their 95th percentile. Tables by day and by bin
/// show where a difference comes from. `CalibrationTest` guards the error's definition.
///
/// Argument: a data directory in which `marquee train` has held back the latest impressions.
public final class CalibrationBySurface {

  private static final int DRAWS = 200;

  private static final long SEED = 1;

  /// Smaller surfaces are left out.
  private static final double LEAST_SHARE = 0.05;

  private static final long DAY = 24 * 3600 * 1000L;

  private final RankerExamples examples;
  private final long split;
  private final Predicted learned;
  private final Predicted later;

  private CalibrationBySurface(RankerExamples examples, RankerModel ranker) {
    this.examples = examples;
    this.split = examples.live().at(examples.known()[0]);
    this.learned = Predicted.by(ranker, examples.train(), examples.usable());
    this.later = Predicted.by(ranker, examples.live(), examples.known());
  }

  public static void main(String[] arguments) throws InterruptedException {
    System.out.println("# " + Machine.describe());
    RankerExamples examples = RankerExamples.of(Path.of(arguments[0]));
    var ranker =
        new WideAndDeepTrainer(WideAndDeepSettings.defaults(), Progress.NONE)
            .train(examples.train(), examples.usable());
    new CalibrationBySurface(examples, ranker).print();
  }

  private void print() {
    System.out.printf(
        "%-10s %-6s %7s %10s %9s %8s %10s %8s%n",
        "surface", "head", "rows", "predicted", "happened", "ECE", "by chance", "95 %");
    print("all", row -> true);
    List<String> surfaces = surfaces();
    for (String surface : surfaces) {
      print(surface, row -> examples.live().surface(row).equals(surface));
    }
    System.out.println();
    System.out.println(
        "by day, those before 0 learned from: what happened, and predicted less that");
    for (String surface : surfaces) {
      days(surface);
    }
    System.out.println();
    System.out.println("by bin: what was predicted, and that less what happened");
    for (String surface : surfaces) {
      bins(surface);
    }
  }

  /// The largest first.
  private List<String> surfaces() {
    Map<String, Long> rows =
        Arrays.stream(examples.known())
            .boxed()
            .collect(
                Collectors.groupingBy(
                    examples.live()::surface, TreeMap::new, Collectors.counting()));
    return rows.entrySet().stream()
        .filter(one -> one.getValue() >= LEAST_SHARE * examples.known().length)
        .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
        .map(Map.Entry::getKey)
        .toList();
  }

  private void print(String surface, IntPredicate wanted) {
    print(surface, "click", Head.ofClicks(examples.live(), examples.known(), later, wanted));
    print(surface, "watch", Head.ofWatches(examples.live(), examples.known(), later, wanted));
  }

  private static void print(String surface, String name, Head head) {
    double[] chance = head.byChance();
    System.out.printf(
        Locale.ROOT,
        "%-10s %-6s %7d %10.4f %9.4f %8.4f %10.4f %8.4f%n",
        surface,
        name,
        head.happened.length,
        head.meanPredicted(),
        head.meanHappened(),
        Calibration.expectedError(head.probabilities, head.happened).orElseThrow(),
        Arrays.stream(chance).average().orElseThrow(),
        chance[(int) (0.95 * chance.length)]);
  }

  private void days(String surface) {
    StringBuilder[] lines = new StringBuilder[4];
    Arrays.setAll(lines, i -> new StringBuilder());
    long first = day(examples.train(), examples.usable()[0]);
    long last = day(examples.live(), examples.known()[examples.known().length - 1]);
    for (long day = first; day <= last; day++) {
      boolean isLater = day >= 0;
      Examples of = isLater ? examples.live() : examples.train();
      int[] which = isLater ? examples.known() : examples.usable();
      Predicted predicted = isLater ? later : learned;
      long wanted = day;
      IntPredicate ofDay = row -> of.surface(row).equals(surface) && day(of, row) == wanted;
      Head click = Head.ofClicks(of, which, predicted, ofDay);
      Head watch = Head.ofWatches(of, which, predicted, ofDay);
      lines[0].append("%8.3f".formatted(click.meanHappened()));
      lines[1].append("%+8.3f".formatted(click.meanPredicted() - click.meanHappened()));
      lines[2].append("%8.3f".formatted(watch.meanHappened()));
      lines[3].append("%+8.3f".formatted(watch.meanPredicted() - watch.meanHappened()));
    }
    System.out.printf("from %d to %d%n", first, last);
    for (int i = 0; i < lines.length; i++) {
      System.out.printf("%-10s %-6s %s%n", surface, i < 2 ? "click" : "watch", lines[i]);
    }
  }

  /// Days from the first later example on.
  private long day(Examples of, int row) {
    return Math.floorDiv(of.at(row) - split, DAY);
  }

  private void bins(String surface) {
    IntPredicate wanted = row -> examples.live().surface(row).equals(surface);
    bins(surface, "click", Head.ofClicks(examples.live(), examples.known(), later, wanted).curve());
    bins(
        surface, "watch", Head.ofWatches(examples.live(), examples.known(), later, wanted).curve());
  }

  private static void bins(String surface, String name, List<Calibration.Bin> curve) {
    StringBuilder predicted = new StringBuilder();
    StringBuilder less = new StringBuilder();
    for (Calibration.Bin bin : curve) {
      predicted.append("%7.2f".formatted(bin.predicted()));
      less.append("%+7.2f".formatted(bin.predicted() - bin.happened()));
    }
    System.out.printf("%-10s %-6s %s%n", surface, name, predicted);
    System.out.printf("%-10s %-6s %s%n", surface, name, less);
  }

  /// One head's probabilities on a surface, and the outcomes.
  private record Head(float[] probabilities, boolean[] happened) {

    static Head ofClicks(Examples of, int[] which, Predicted predicted, IntPredicate wanted) {
      return of(of::clicked, which, predicted.click(), wanted);
    }

    static Head ofWatches(Examples of, int[] which, Predicted predicted, IntPredicate wanted) {
      return of(of::completed, which, predicted.watch(), wanted);
    }

    private static Head of(
        IntPredicate happened, int[] which, float[] probabilities, IntPredicate wanted) {
      int[] places = IntStream.range(0, which.length).filter(i -> wanted.test(which[i])).toArray();
      float[] some = new float[places.length];
      boolean[] labels = new boolean[places.length];
      for (int i = 0; i < places.length; i++) {
        some[i] = probabilities[places[i]];
        labels[i] = happened.test(which[places[i]]);
      }
      return new Head(some, labels);
    }

    List<Calibration.Bin> curve() {
      return Calibration.curve(probabilities, happened);
    }

    double meanPredicted() {
      return IntStream.range(0, probabilities.length)
          .mapToDouble(i -> probabilities[i])
          .average()
          .orElse(0);
    }

    double meanHappened() {
      return IntStream.range(0, happened.length)
          .mapToDouble(i -> happened[i] ? 1 : 0)
          .average()
          .orElse(0);
    }

    /// The errors of outcomes simulated from the probabilities, in ascending order.
    double[] byChance() {
      var random = new SplittableRandom(SEED);
      double[] errors = new double[DRAWS];
      boolean[] drawn = new boolean[probabilities.length];
      for (int draw = 0; draw < DRAWS; draw++) {
        for (int i = 0; i < drawn.length; i++) {
          drawn[i] = random.nextDouble() < probabilities[i];
        }
        errors[draw] = Calibration.expectedError(probabilities, drawn).orElseThrow();
      }
      Arrays.sort(errors);
      return errors;
    }
  }
}
