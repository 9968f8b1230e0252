package dev.marquee.engine.evaluation;

import dev.marquee.engine.Progress;
import dev.marquee.engine.features.FeatureRows;
import dev.marquee.engine.math.Logarithm;
import dev.marquee.engine.math.metrics.Calibration;
import dev.marquee.engine.models.Models;
import dev.marquee.engine.models.Quality;
import dev.marquee.engine.models.Quality.Comparison;
import dev.marquee.engine.models.Quality.Slice;
import dev.marquee.engine.models.RankerModel;
import dev.marquee.engine.models.wideanddeep.WideAndDeepModel;
import dev.marquee.engine.training.examples.Examples;
import dev.marquee.engine.training.wideanddeep.RankerEvaluator;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;

/// Reports how well a ranker predicts the latest examples, in total and by slice, which features
/// matter, and how it compares with the ranker in production.
///
/// @param production the version in production, if any
public record QualityReport(Optional<Production> production) implements RankerEvaluator {

  /// With fewer examples, differences between two rankers are noise.
  public static final int LEAST_ROWS = 1_000;

  /// A viewer with fewer earlier impressions is new.
  private static final int NEW_USER = 5;

  /// A video with fewer earlier impressions is new, as is one in its first day.
  private static final int NEW_VIDEO = 20;

  /// A context with a smaller share of the examples gets no slice.
  private static final double LEAST_SHARE = 0.01;

  private static final int USER_SHOWN = FeatureRows.DENSE_NAMES.indexOf("user: shown");
  private static final int VIDEO_SHOWN = FeatureRows.DENSE_NAMES.indexOf("video: shown");
  private static final int VIDEO_NEW = FeatureRows.DENSE_NAMES.indexOf("video: new");

  /// The version in production.
  ///
  /// @param learnedUntil the ranker was trained on no example from this time on
  /// @param ranker empty if it cannot be read
  public record Production(String version, Instant learnedUntil, Optional<RankerModel> ranker) {

    public static Production of(Models models) {
      return new Production(
          models.version(), models.manifest().run().learnedUntil(), Optional.of(models.ranker()));
    }

    /// A version that does not fit this code, or is damaged.
    public static Production unreadable(String version) {
      return new Production(version, Instant.EPOCH, Optional.empty());
    }
  }

  @Override
  public Optional<Quality> judge(
      HoldoutResult tried, RankerModel served, Examples examples, Progress progress) {
    int[] later = tried.later();
    Predictions all = Predictions.by(tried.ranker(), examples, later);
    int unsound =
        2 * later.length
            - all.sound().rows()
            - Predictions.by(served, examples, later).sound().rows();
    boolean isSound = all.sound().rows() == later.length;
    return Optional.of(
        new Quality(
            new Quality.Sample(
                Instant.ofEpochMilli(examples.at(later[0])),
                Instant.ofEpochMilli(examples.at(later[later.length - 1])),
                later.length,
                (int) Arrays.stream(later).mapToObj(examples::user).distinct().count(),
                unsound),
            isSound ? slices(all) : List.of(),
            isSound ? new FeatureImportance(tried.ranker(), progress).of(all) : List.of(),
            isSound ? new RankerVariants(tried.student()).of(all) : List.of(),
            production.map(now -> compare(now, all))));
  }

  private static List<Slice> slices(Predictions all) {
    List<Slice> slices = new ArrayList<>();
    slices.add(slice(Quality.ALL, all));
    Examples examples = all.examples();
    IntPredicate ofNewUser = i -> isBelow(examples, i, USER_SHOWN, NEW_USER);
    IntPredicate ofNewVideo =
        i -> value(examples, i, VIDEO_NEW) == 1 || isBelow(examples, i, VIDEO_SHOWN, NEW_VIDEO);
    add(slices, "new users", all, ofNewUser);
    add(slices, "new videos", all, ofNewVideo);
    addEach(slices, "device", all, i -> examples.context(i).device());
    addEach(slices, "country", all, i -> examples.context(i).country());
    addEach(slices, "surface", all, i -> examples.context(i).surface());
    return slices;
  }

  /// Adds a slice for each frequent value, the most frequent first; none if all examples have the
  /// same value.
  private static void addEach(
      List<Slice> slices, String name, Predictions all, Function<Integer, String> value) {
    Map<String, Long> count =
        Arrays.stream(all.which())
            .boxed()
            .collect(Collectors.groupingBy(value, TreeMap::new, Collectors.counting()));
    if (count.size() > 1) {
      count.entrySet().stream()
          .filter(each -> each.getValue() >= LEAST_SHARE * all.rows())
          .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
          .map(Map.Entry::getKey)
          .forEach(
              one ->
                  add(
                      slices,
                      "%s: %s".formatted(name, one.isEmpty() ? "unknown" : one),
                      all,
                      i -> value.apply(i).equals(one)));
    }
  }

  private static void add(List<Slice> slices, String name, Predictions all, IntPredicate wanted) {
    Predictions some = all.of(wanted);
    if (some.rows() > 0) {
      slices.add(slice(name, some));
    }
  }

  private static Slice slice(String name, Predictions of) {
    return new Slice(
        name,
        of.rows(),
        new ImpressionMetrics(of).all(),
        Map.of(
            "click",
            Calibration.curve(of.click(), of.clicked()),
            "watch",
            Calibration.curve(of.watch(), of.completed())));
  }

  /// Whether a feature ln(1 + n) has an `n` below a limit.
  private static boolean isBelow(Examples examples, int example, int feature, int limit) {
    return value(examples, example, feature) < Logarithm.ln1p(limit - 0.5f);
  }

  private static float value(Examples examples, int example, int feature) {
    return examples.dense(example)[examples.denseStart(example) + feature];
  }

  /// Compares both rankers on the examples that neither was trained on.
  private static Comparison compare(Production now, Predictions all) {
    if (now.ranker().isEmpty()) {
      return none(now, "not compared: production cannot be read");
    }
    Predictions candidate = all;
    String note = "";
    Examples examples = all.examples();
    long learnedUntil = now.learnedUntil().toEpochMilli();
    if (examples.at(all.which()[0]) < learnedUntil) {
      candidate = all.of(i -> examples.at(i) >= learnedUntil);
      note =
          "not comparable before %s: production learned from these rows"
              .formatted(now.learnedUntil());
    }
    if (candidate.rows() < LEAST_ROWS) {
      return none(
          now,
          "%snot compared: %,d rows that production did not learn from, expected at least %,d"
              .formatted(note.isEmpty() ? "" : note + "; ", candidate.rows(), LEAST_ROWS));
    }
    Predictions production =
        Predictions.by(one(now.ranker().get()), examples, candidate.which()).sound();
    if (production.rows() < candidate.rows() || candidate.sound().rows() < candidate.rows()) {
      return none(now, "not compared: not all predictions are probabilities");
    }
    return new Comparison(
        now.version(),
        candidate.rows(),
        note,
        new ImpressionMetrics(candidate).all(),
        new ImpressionMetrics(production).all());
  }

  private static Comparison none(Production now, String note) {
    return new Comparison(now.version(), 0, note, Map.of(), Map.of());
  }

  /// For a fair comparison, only production's first network is used: the candidate is a single
  /// network too, the only one not trained on the examples.
  private static RankerModel one(RankerModel ranker) {
    return ranker instanceof WideAndDeepModel model
        ? new WideAndDeepModel(List.of(model.networks().getFirst()), model.click(), model.watch())
        : ranker;
  }
}
