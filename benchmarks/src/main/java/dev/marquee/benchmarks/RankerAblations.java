package dev.marquee.benchmarks;

import dev.marquee.benchmarks.RankerExamples.Predicted;
import dev.marquee.engine.Progress;
import dev.marquee.engine.features.Feature;
import dev.marquee.engine.features.FeatureRows;
import dev.marquee.engine.features.LearnedScore;
import dev.marquee.engine.math.metrics.Auc;
import dev.marquee.engine.math.metrics.Calibration;
import dev.marquee.engine.models.RankerFormat.Precision;
import dev.marquee.engine.models.RankerModel;
import dev.marquee.engine.models.wideanddeep.WideAndDeepModel;
import dev.marquee.engine.training.examples.Examples;
import dev.marquee.engine.training.wideanddeep.WideAndDeepSettings;
import dev.marquee.engine.training.wideanddeep.WideAndDeepSettings.Architecture;
import dev.marquee.engine.training.wideanddeep.WideAndDeepSettings.Sampling;
import dev.marquee.engine.training.wideanddeep.WideAndDeepSettings.Schedule;
import dev.marquee.engine.training.wideanddeep.WideAndDeepTrainer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// How much does each part of the ranker contribute (inputs, training), and how much do the student
/// and 8-bit weights lose?
///
/// Retrains the ranker of a data directory without the part, on the training data of the models in
/// production, and scores the impressions that `marquee evaluate` scores: AUC, log loss and
/// calibration error live, AUC by viewer frozen. Correctness is guarded by
/// `WideAndDeepTrainerTest`.
///
/// Arguments: the data directory, and the names of variations (default: all).
public final class RankerAblations {

  /// Smoothed rates and their sample sizes: of videos, viewers, surfaces and their crosses, in
  /// imported histories too.
  private static final Pattern COUNTERS =
      Pattern.compile(".*: (click rate|completion rate|shown)|user watched share");

  /// Counters of the viewer's latest watches and impressions.
  private static final Pattern LATEST = Pattern.compile("(positives|shown lately).*");

  /// The same, plus features of the viewer from an imported history.
  private static final Pattern HISTORY =
      Pattern.compile("(positives|shown lately|history(?! of (video|channel|category):)).*");

  private static final Pattern IDS = Pattern.compile("video id|channel");

  private static final Pattern LEARNED_SCORES =
      of(LearnedScore.ALL.stream().map(LearnedScore::label).collect(Collectors.joining("|")));

  private RankerAblations() {}

  /// Trains a ranker and returns its scores in both states.
  @FunctionalInterface
  private interface Variation {
    Scores learn(RankerExamples examples) throws InterruptedException, IOException;
  }

  private record Scores(Predicted live, Predicted frozen) {}

  public static void main(String[] arguments) throws InterruptedException, IOException {
    Map<String, Variation> variations = variations();
    List<String> wanted = Arrays.asList(arguments).subList(1, arguments.length);
    if (!variations.keySet().containsAll(wanted)) {
      throw new IllegalArgumentException(
          "variations are %s, but asked for were %s".formatted(variations.keySet(), wanted));
    }
    System.out.println("# " + Machine.describe());
    RankerExamples examples = RankerExamples.of(Path.of(arguments[0]));
    System.out.printf(
        "# %,d examples to learn from, %,d to predict%n",
        examples.usable().length, examples.known().length);
    System.out.printf(
        "%-24s %7s %7s %7s %7s   %7s %7s %7s %7s %8s%n",
        "", "click", "loss", "GAUC", "ECE", "watch", "loss", "GAUC", "ECE", "seconds");
    for (String name : wanted.isEmpty() ? variations.keySet() : wanted) {
      long start = System.nanoTime();
      Scores scores = variations.get(name).learn(examples);
      print(name, examples, scores, (System.nanoTime() - start) / 1e9);
    }
  }

  private static Map<String, Variation> variations() {
    WideAndDeepSettings defaults = WideAndDeepSettings.defaults();
    Map<String, Variation> variations = new LinkedHashMap<>();
    variations.put("full", all -> scores(all, defaults));
    variations.put(
        "student",
        all ->
            scores(
                all,
                trainer(defaults).learn(all.train(), all.usable(), Optional.empty()).student()));
    variations.put(
        "int8",
        all -> {
          WideAndDeepModel whole = trainer(defaults).train(all.train(), all.usable());
          return scores(all, OnnxSpeed.exported(whole, Precision.INT8));
        });
    variations.put("without-attention", all -> scores(all, settings(3, false, true, 3)));
    variations.put("without-latest", all -> scores(without(LATEST, true, all), defaults));
    variations.put("without-history", all -> scores(without(HISTORY, true, all), defaults));
    variations.put("without-counters", all -> scores(without(COUNTERS, false, all), defaults));
    variations.put("without-ids", all -> scores(without(IDS, false, all), defaults));
    variations.put(
        "without-learned-scores", all -> scores(without(LEARNED_SCORES, false, all), defaults));
    for (LearnedScore score : LearnedScore.ALL) {
      variations.put(
          "without-" + score.label(),
          all -> scores(without(of(score.label()), false, all), defaults));
    }
    variations.put("single-task", RankerAblations::singleTask);
    variations.put("without-esmm", all -> scores(all, settings(3, true, false, 3)));
    variations.put("one-network", all -> scores(all, settings(3, true, true, 1)));
    variations.put("shared-bottom", all -> scores(all, settings(1, true, true, 3)));
    return variations;
  }

  /// The features of a learned score: its value, and whether it is known.
  private static Pattern of(String scores) {
    return Pattern.compile("(" + scores + "): (score|known)");
  }

  private static RankerExamples without(
      Pattern features, boolean withoutWatches, RankerExamples examples) {
    Set<String> blanked =
        FeatureRows.FEATURES.stream()
            .map(Feature::name)
            .filter(features.asMatchPredicate())
            .collect(Collectors.toSet());
    return examples.without(blanked, withoutWatches);
  }

  private static WideAndDeepSettings settings(
      int experts, boolean attention, boolean esmm, int networks) {
    WideAndDeepSettings defaults = WideAndDeepSettings.defaults();
    Architecture network = defaults.architecture();
    Schedule schedule = defaults.schedule();
    Sampling sampling = defaults.sampling();
    return defaults
        .with(
            new Architecture(
                network.hashBits(), network.embeddingSize(), network.hidden(), experts, attention))
        .with(new Schedule(schedule.batchSize(), schedule.epochs(), networks))
        .with(new Sampling(sampling.negativeSamplingRate(), sampling.holdout(), esmm));
  }

  private static Scores scores(RankerExamples examples, WideAndDeepSettings settings)
      throws InterruptedException {
    return scores(examples, train(examples.train(), examples.usable(), settings));
  }

  private static Scores scores(RankerExamples examples, RankerModel ranker) {
    return new Scores(
        Predicted.by(ranker, examples.live(), examples.known()),
        Predicted.by(ranker, examples.frozen(), examples.known()));
  }

  private static RankerModel train(Examples examples, int[] usable, WideAndDeepSettings settings)
      throws InterruptedException {
    return trainer(settings).train(examples, usable);
  }

  private static WideAndDeepTrainer trainer(WideAndDeepSettings settings) {
    return new WideAndDeepTrainer(settings, Progress.NONE);
  }

  /// Separate networks per outcome: pClick of one trained on clicks only, and of one trained with
  /// completed watches as clicks. The other head gets the same labels, which are then always 1.
  private static Scores singleTask(RankerExamples examples) throws InterruptedException {
    Examples all = examples.train();
    WideAndDeepSettings settings = settings(3, true, false, 3);
    RankerModel ofClicks =
        train(all.withOutcomes(all::clicked, all::clicked), examples.usable(), settings);
    RankerModel ofWatches =
        train(all.withOutcomes(all::completed, all::completed), examples.usable(), settings);
    return new Scores(
        both(examples, ofClicks, ofWatches, examples.live()),
        both(examples, ofClicks, ofWatches, examples.frozen()));
  }

  private static Predicted both(
      RankerExamples examples, RankerModel ofClicks, RankerModel ofWatches, Examples of) {
    return new Predicted(
        Predicted.by(ofClicks, of, examples.known()).click(),
        Predicted.by(ofWatches, of, examples.known()).click());
  }

  private static void print(String name, RankerExamples examples, Scores of, double seconds) {
    int[] groups = groups(examples);
    System.out.printf(
        Locale.ROOT,
        "%-24s %s   %s %8.0f%n",
        name,
        figures(of.live().click(), of.frozen().click(), examples.clicked(), groups),
        figures(of.live().watch(), of.frozen().watch(), examples.completed(), groups),
        seconds);
  }

  private static String figures(float[] live, float[] frozen, boolean[] happened, int[] groups) {
    return String.format(
        Locale.ROOT,
        "%7.4f %7.4f %7.4f %7.4f",
        Auc.of(live, happened).orElseThrow(),
        Calibration.logLoss(live, happened).orElseThrow(),
        Auc.grouped(groups, frozen, happened).orElseThrow(),
        Calibration.expectedError(live, happened).orElseThrow());
  }

  /// A number for the viewer of each example.
  private static int[] groups(RankerExamples examples) {
    Map<String, Integer> viewers = new HashMap<>();
    return Arrays.stream(examples.known())
        .map(i -> viewers.computeIfAbsent(examples.live().user(i), id -> viewers.size()))
        .toArray();
  }
}
