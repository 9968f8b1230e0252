package dev.marquee.benchmarks;

import dev.marquee.benchmarks.RankerExamples.Predicted;
import dev.marquee.engine.Progress;
import dev.marquee.engine.math.Calibration;
import dev.marquee.engine.training.WideAndDeepSettings;
import dev.marquee.engine.training.WideAndDeepTrainer;
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

/// Are the ranker's probabilities right on each surface, as far as chance lets one tell?
///
/// The expected calibration error of few examples is above zero even where every probability is
/// right. So outcomes are drawn from the probabilities themselves, again and again, and the error
/// that they show is put beside the measured one: its mean is *by chance*, and one draw in twenty
/// exceeds *95 %*. `CalibrationTest` guards the error's definition.
///
/// Argument: a data directory in which `marquee train` has held back the latest impressions.
public final class CalibrationBySurface {

  private static final int DRAWS = 200;

  private static final long SEED = 1;

  /// Smaller surfaces are left out.
  private static final double LEAST_SHARE = 0.05;

  private static final long DAY = 24 * 3600 * 1000L;

  private final RankerExamples examples;
  private final Predicted predicted;

  private CalibrationBySurface(RankerExamples examples, Predicted predicted) {
    this.examples = examples;
    this.predicted = predicted;
  }

  public static void main(String[] arguments) throws InterruptedException {
    System.out.println("# " + Machine.describe());
    RankerExamples examples = RankerExamples.of(Path.of(arguments[0]));
    var ranker =
        new WideAndDeepTrainer(WideAndDeepSettings.defaults(), Progress.NONE)
            .train(examples.train(), examples.usable());
    new CalibrationBySurface(examples, examples.predictions(ranker, examples.live())).print();
  }

  private void print() {
    System.out.printf(
        "%-10s %-6s %7s %10s %9s %8s %10s %8s%n",
        "surface", "head", "rows", "predicted", "happened", "ECE", "by chance", "95 %");
    print("all", row -> true);
    for (String surface : surfaces()) {
      print(surface, row -> examples.live().surface(row).equals(surface));
    }
    System.out.println();
    System.out.println("predicted less happened, by day from the first on");
    for (String surface : surfaces()) {
      days(surface);
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
    print(surface, "click", Head.of(predicted.click(), examples.clicked(), places(wanted)));
    print(surface, "watch", Head.of(predicted.watch(), examples.completed(), places(wanted)));
  }

  private int[] places(IntPredicate wanted) {
    return IntStream.range(0, examples.known().length)
        .filter(i -> wanted.test(examples.known()[i]))
        .toArray();
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
    long first = examples.live().at(examples.known()[0]);
    StringBuilder click = new StringBuilder();
    StringBuilder watch = new StringBuilder();
    for (long day = 0; ; day++) {
      long number = day;
      int[] places =
          places(
              row ->
                  examples.live().surface(row).equals(surface)
                      && (examples.live().at(row) - first) / DAY == number);
      if (places.length == 0) {
        break;
      }
      click.append(difference(Head.of(predicted.click(), examples.clicked(), places)));
      watch.append(difference(Head.of(predicted.watch(), examples.completed(), places)));
    }
    System.out.printf("%-10s %-6s %s%n", surface, "click", click);
    System.out.printf("%-10s %-6s %s%n", surface, "watch", watch);
  }

  private static String difference(Head head) {
    return String.format(Locale.ROOT, " %+8.4f", head.meanPredicted() - head.meanHappened());
  }

  /// One head's probabilities on a surface, and what happened.
  @SuppressWarnings("ArrayRecordComponent") // Nobody compares two of them.
  private record Head(float[] probabilities, boolean[] happened) {

    static Head of(float[] probabilities, boolean[] happened, int[] places) {
      float[] some = new float[places.length];
      boolean[] labels = new boolean[places.length];
      for (int i = 0; i < places.length; i++) {
        some[i] = probabilities[places[i]];
        labels[i] = happened[places[i]];
      }
      return new Head(some, labels);
    }

    double meanPredicted() {
      return IntStream.range(0, probabilities.length)
          .mapToDouble(i -> probabilities[i])
          .average()
          .orElseThrow();
    }

    double meanHappened() {
      return IntStream.range(0, happened.length)
          .mapToDouble(i -> happened[i] ? 1 : 0)
          .average()
          .orElseThrow();
    }

    /// The errors of outcomes that the probabilities themselves drew, the smallest first.
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
