package dev.marquee.engine.evaluation;

import static dev.marquee.testkit.Script.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.marquee.engine.Progress;
import dev.marquee.engine.evaluation.QualityReport.Production;
import dev.marquee.engine.events.Click;
import dev.marquee.engine.events.Context;
import dev.marquee.engine.events.Event;
import dev.marquee.engine.events.Impression;
import dev.marquee.engine.events.Watch;
import dev.marquee.engine.features.FeatureRows;
import dev.marquee.engine.features.Rows;
import dev.marquee.engine.math.Hashing;
import dev.marquee.engine.math.metrics.Calibration;
import dev.marquee.engine.models.Quality;
import dev.marquee.engine.models.Quality.Comparison;
import dev.marquee.engine.models.Quality.Importance;
import dev.marquee.engine.models.Quality.Slice;
import dev.marquee.engine.models.RankerModel;
import dev.marquee.engine.state.FoldSettings;
import dev.marquee.engine.storage.RocksDirectory;
import dev.marquee.engine.training.examples.ExampleReplay;
import dev.marquee.engine.training.examples.Examples;
import dev.marquee.engine.training.wideanddeep.RankerEvaluator;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Figures beside those of plain sums, over a log of an impression a minute in which nobody clicks
/// on a tv.
class QualityReportTest {

  private static final int MANY = 2_400;
  private static final int FROM = 200;
  private static final int[] LATER = IntStream.range(FROM, MANY).toArray();

  @TempDir private static Path folder;
  private static Examples examples;

  @BeforeAll
  static void replay() {
    var random = new SplittableRandom(4);
    List<Event> events = new ArrayList<>();
    for (int i = 0; i < MANY; i++) {
      Instant at = NOON.plus(Duration.ofMinutes(i));
      String user = "u" + random.nextInt(i < 1_000 ? 20 : 60);
      String video = "v" + random.nextInt(40);
      String device = i == 500 ? "radio" : random.nextInt(5) == 0 ? "tv" : "phone";
      events.add(
          new Impression(
              "i" + i, at, user, video, "", -1, new Context("", device, i % 2 == 0 ? "a" : "b")));
      if (!device.equals("tv") && random.nextInt(3) == 0) {
        events.add(new Click("c" + i, at, user, video, ""));
        if (random.nextBoolean()) {
          events.add(
              new Watch("w" + i, at, user, video, "", 60, 60, Watch.Completion.COMPLETED, false));
        }
      }
    }
    try (RocksDirectory directory = RocksDirectory.open(folder.resolve("data"))) {
      directory.log().append(events).join();
      examples =
          new ExampleReplay(directory.log(), FoldSettings.defaults(), Progress.NONE)
              .replay(ExampleReplay.Span.all())
              .examples();
    }
  }

  @FunctionalInterface
  private interface Guess {
    double of(Rows rows, int row);
  }

  /// A ranker that guesses clicks, and that every second of them ends in a completed watch.
  private static RankerModel ranker(Guess guess) {
    return new RankerModel() {
      @Override
      public void predict(FeatureRows rows, float[] pClick, float[] pWatch) {
        throw new UnsupportedOperationException();
      }

      @Override
      public void predict(Rows rows, int[] which, float[] pClick, float[] pWatch) {
        for (int i = 0; i < which.length; i++) {
          pClick[i] = (float) guess.of(rows, which[i]);
          pWatch[i] = 0.5f;
        }
      }
    };
  }

  /// Says something else of each row, in steps, so that some are equal.
  private static double byHash(Rows rows, int row) {
    long hash = 7;
    for (int i = rows.hashedStart(row); i < rows.hashedEnd(row); i++) {
      hash = Hashing.mix(hash, rows.hashed(row)[i]);
    }
    float shown = rows.dense(row)[rows.denseStart(row) + dense("user: shown")];
    return (1 + Hashing.bucket(Hashing.mix(hash, Float.floatToIntBits(shown)), 50)) / 100.0;
  }

  private static int dense(String name) {
    return FeatureRows.DENSE_NAMES.indexOf(name);
  }

  private static Quality report(RankerModel ranker, Optional<Production> production) {
    return new QualityReport(production)
        .judge(
            new RankerEvaluator.HoldoutResult(ranker, ranker((rows, row) -> 0.25), LATER),
            ranker,
            examples,
            Progress.NONE)
        .orElseThrow();
  }

  @Test
  void itSaysWhatTheStudentLoses() {
    Quality quality = report(ranker(QualityReportTest::byHash), Optional.empty());
    Quality.Variant student = quality.variants().getFirst();
    assertThat(student.name()).isEqualTo("student");
    double full = slice(quality, Quality.ALL).metrics().get("auc.click");
    // The student says the same of all.
    assertThat(student.aucLost().get("click")).isCloseTo(full - 0.5, within(1e-9));
  }

  private static Slice slice(Quality quality, String name) {
    return quality.slices().stream().filter(it -> it.name().equals(name)).findFirst().orElseThrow();
  }

  @Test
  void figuresAreThoseOfPlainSums() {
    Quality quality = report(ranker(QualityReportTest::byHash), Optional.empty());
    assertThat(quality.sample().rows()).isEqualTo(LATER.length);
    assertThat(quality.sample().from()).isEqualTo(NOON.plus(Duration.ofMinutes(FROM)));
    assertThat(quality.sample().until()).isEqualTo(NOON.plus(Duration.ofMinutes(MANY - 1)));
    assertThat(quality.sample().users())
        .isEqualTo(Arrays.stream(LATER).mapToObj(examples::user).distinct().count());
    assertThat(quality.sample().notFinite()).isZero();
    check(quality.all().orElseThrow(), LATER);
    check(slice(quality, "surface: a"), some(i -> examples.surface(i).equals("a")));
    check(slice(quality, "device: phone"), some(i -> device(i).equals("phone")));
  }

  private static String device(int example) {
    return examples.context(example).device();
  }

  private static int[] some(java.util.function.IntPredicate wanted) {
    return Arrays.stream(LATER).filter(wanted).toArray();
  }

  private static void check(Slice slice, int[] which) {
    assertThat(slice.rows()).isEqualTo(which.length);
    double[] click = Arrays.stream(which).mapToDouble(i -> byHash(examples, i)).toArray();
    double[] watch = Arrays.stream(click).map(p -> p / 2).toArray();
    boolean[] clicked = new boolean[which.length];
    boolean[] completed = new boolean[which.length];
    for (int i = 0; i < which.length; i++) {
      clicked[i] = examples.clicked(which[i]);
      completed[i] = examples.completed(which[i]);
    }
    int[] all = IntStream.range(0, which.length).toArray();
    Map<String, Double> metrics = slice.metrics();
    near(metrics, "auc.click", auc(click, clicked, all));
    near(metrics, "auc.watch", auc(watch, completed, all));
    near(metrics, "logloss.click", logLoss(click, clicked));
    near(metrics, "logloss.watch", logLoss(watch, completed));
    near(metrics, "gauc.click", gauc(which, click, clicked));
    near(metrics, "gauc.watch", gauc(which, watch, completed));
    int rows = 0;
    double error = 0;
    double predicted = 0;
    for (Calibration.Bin bin : slice.calibration().get("click")) {
      assertThat(bin.rows()).isBetween(which.length / 20, which.length / 20 + 1);
      rows += bin.rows();
      error += bin.rows() * Math.abs(bin.predicted() - bin.happened()) / which.length;
      predicted += bin.rows() * bin.predicted() / which.length;
    }
    assertThat(slice.calibration().get("click")).hasSize(20);
    assertThat(rows).isEqualTo(which.length);
    assertThat(predicted).isEqualTo(Arrays.stream(click).average().orElseThrow(), within(1e-6));
    near(metrics, "ece.click", error);
    precisionAndNdcg(metrics, which, watch, completed);
  }

  private static void near(Map<String, Double> metrics, String key, double value) {
    assertThat(metrics.get(key)).as(key).isEqualTo(value, within(1e-5));
  }

  private static double auc(double[] scores, boolean[] labels, int[] of) {
    double right = 0;
    double pairs = 0;
    for (int a : of) {
      for (int b : of) {
        if (labels[a] && !labels[b]) {
          right += scores[a] > scores[b] ? 1 : scores[a] == scores[b] ? 0.5 : 0;
          pairs++;
        }
      }
    }
    return right / pairs;
  }

  private static double logLoss(double[] scores, boolean[] labels) {
    double sum = 0;
    for (int i = 0; i < scores.length; i++) {
      sum -= Math.log(labels[i] ? scores[i] : 1 - scores[i]);
    }
    return sum / scores.length;
  }

  private static Map<String, List<Integer>> byUser(int[] which) {
    Map<String, List<Integer>> byUser = new HashMap<>();
    for (int i = 0; i < which.length; i++) {
      byUser.computeIfAbsent(examples.user(which[i]), id -> new ArrayList<>()).add(i);
    }
    return byUser;
  }

  private static double gauc(int[] which, double[] scores, boolean[] labels) {
    double sum = 0;
    double rows = 0;
    for (List<Integer> of : byUser(which).values()) {
      double auc = auc(scores, labels, of.stream().mapToInt(i -> i).toArray());
      if (!Double.isNaN(auc)) {
        sum += auc * of.size();
        rows += of.size();
      }
    }
    return sum / rows;
  }

  /// Ties break as everywhere in evaluation.
  private static void precisionAndNdcg(
      Map<String, Double> metrics, int[] which, double[] scores, boolean[] labels) {
    double precision = 0;
    double ndcg = 0;
    int users = 0;
    for (List<Integer> of : byUser(which).values()) {
      List<Integer> ranked = new ArrayList<>(of);
      ranked.sort(
          Comparator.<Integer>comparingDouble(i -> -scores[i]).thenComparingInt(Ties::order));
      double gain = 0;
      double hits = 0;
      for (int place = 0; place < Math.min(10, ranked.size()); place++) {
        if (labels[ranked.get(place)]) {
          hits++;
          gain += Math.log(2) / Math.log(place + 2);
        }
      }
      long relevant = of.stream().filter(i -> labels[i]).count();
      if (relevant > 0) {
        double ideal = 0;
        for (int place = 0; place < Math.min(10, relevant); place++) {
          ideal += Math.log(2) / Math.log(place + 2);
        }
        precision += hits / 10;
        ndcg += gain / ideal;
        users++;
      }
    }
    near(metrics, "precision@10", precision / users);
    near(metrics, "ndcg@10", ndcg / users);
  }

  @Test
  void slicesAreOfWhatIsNewAndOfEachFrequentContext() {
    Quality quality = report(ranker(QualityReportTest::byHash), Optional.empty());
    assertThat(quality.slices())
        .extracting(Slice::name)
        .containsExactlyInAnyOrder(
            "all",
            "new users",
            "new videos",
            "device: phone",
            "device: tv",
            "surface: a",
            "surface: b");
    Map<String, Integer> shown = new HashMap<>();
    Set<Integer> ofNewUsers = new HashSet<>();
    for (int i = 0; i < MANY; i++) {
      if (shown.merge(examples.user(i), 1, Integer::sum) <= 5 && i >= FROM) {
        ofNewUsers.add(i);
      }
    }
    assertThat(ofNewUsers).isNotEmpty();
    check(slice(quality, "new users"), some(ofNewUsers::contains));
    Map<Integer, Integer> ofVideo = new HashMap<>();
    int ofNewVideos = 0;
    for (int i = 0; i < MANY; i++) {
      boolean isNew = ofVideo.merge(examples.video(i), 1, Integer::sum) <= 20;
      boolean isYoung = examples.dense(i)[examples.denseStart(i) + dense("video: new")] == 1;
      ofNewVideos += i >= FROM && (isNew || isYoung) ? 1 : 0;
    }
    assertThat(slice(quality, "new videos").rows()).isEqualTo(ofNewVideos);
  }

  @Test
  void aSliceOfOneOutcomeHasNoAuc() {
    Slice tv = slice(report(ranker(QualityReportTest::byHash), Optional.empty()), "device: tv");
    assertThat(tv.metrics())
        .containsOnlyKeys("logloss.click", "ece.click", "logloss.watch", "ece.watch");
    assertThat(tv.metrics().values()).allMatch(Double::isFinite);
  }

  @Test
  void onlyWhatTheRankerReadsIsImportant() {
    Quality quality =
        report(
            ranker(
                (rows, row) ->
                    0.1 + rows.dense(row)[rows.denseStart(row) + dense("surface: shown")] / 20),
            Optional.empty());
    assertThat(quality.importance()).extracting(Importance::features).doesNotHaveDuplicates();
    for (Importance one : quality.importance()) {
      if (one.features().equals("surface")) {
        assertThat(one.aucLost().get("click")).isNotZero();
      } else {
        assertThat(one.aucLost().values()).as(one.features()).containsOnly(0.0);
      }
    }
    Quality ofDevices =
        report(
            ranker(
                (rows, row) ->
                    rows.hashed(row)[rows.hashedStart(row) + FeatureRows.field("device")]
                            == tvHash()
                        ? 0.1
                        : 0.3),
            Optional.empty());
    assertThat(ofDevices.importance().getFirst().features()).isEqualTo("device");
    assertThat(ofDevices.importance().getFirst().aucLost().get("click")).isGreaterThan(0.05);
  }

  private static int tvHash() {
    int tv = some(i -> device(i).equals("tv"))[0];
    return examples.hashed(tv)[examples.hashedStart(tv) + FeatureRows.field("device")];
  }

  @Test
  void rowsThatProductionLearnedFromAreNotCompared() {
    RankerModel even = ranker((rows, row) -> 0.25);
    RankerModel ranker = ranker(QualityReportTest::byHash);
    Comparison whole = compared(ranker, even, FROM);
    assertThat(whole.version()).isEqualTo("m1");
    assertThat(whole.rows()).isEqualTo(LATER.length);
    assertThat(whole.note()).isEmpty();
    assertThat(whole.candidate())
        .isEqualTo(report(ranker, Optional.empty()).all().orElseThrow().metrics());
    assertThat(whole.production().get("auc.click")).isEqualTo(0.5);

    Comparison part = compared(ranker, even, 1_300);
    assertThat(part.rows()).isEqualTo(1_100);
    assertThat(part.note())
        .contains("not comparable before " + NOON.plus(Duration.ofMinutes(1_300)))
        .contains("production learned from these rows");
    int[] after = IntStream.range(1_300, MANY).toArray();
    check(new Slice("", 1_100, part.candidate(), curve(after)), after);

    Comparison none = compared(ranker, even, 1_500);
    assertThat(none.rows()).isZero();
    assertThat(none.note())
        .contains("not compared: 900 rows that production did not learn from")
        .contains("at least 1,000");
    assertThat(none.candidate()).isEmpty();
    assertThat(none.production()).isEmpty();
  }

  private static Comparison compared(RankerModel ranker, RankerModel production, int learned) {
    Instant until = NOON.plus(Duration.ofMinutes(learned));
    return report(ranker, Optional.of(new Production("m1", until, Optional.of(production))))
        .comparison()
        .orElseThrow();
  }

  private static Map<String, List<Calibration.Bin>> curve(int[] which) {
    Predictions of = Predictions.by(ranker(QualityReportTest::byHash), examples, which);
    return Map.of("click", Calibration.curve(of.click(), of.clicked()));
  }

  @Test
  void aProductionThatCannotBeReadIsNotCompared() {
    Comparison none =
        report(ranker((rows, row) -> 0.5), Optional.of(Production.unreadable("m1")))
            .comparison()
            .orElseThrow();
    assertThat(none.rows()).isZero();
    assertThat(none.note()).contains("cannot be read");
  }

  @Test
  void whatIsNoProbabilityIsCountedAndNotMeasured() {
    Quality quality =
        report(ranker((rows, row) -> row == FROM + 7 ? Double.NaN : 0.5), Optional.empty());
    assertThat(quality.sample().notFinite()).isEqualTo(2);
    assertThat(quality.slices()).isEmpty();
    assertThat(quality.importance()).isEmpty();
  }
}
