package dev.marquee.engine.training.wideanddeep;

import static dev.marquee.testkit.Script.NOON;
import static dev.marquee.testkit.Script.PHONE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.marquee.engine.Progress;
import dev.marquee.engine.features.FeatureRows;
import dev.marquee.engine.math.metrics.Auc;
import dev.marquee.engine.math.metrics.Calibration;
import dev.marquee.engine.models.wideanddeep.WideAndDeep;
import dev.marquee.engine.models.wideanddeep.WideAndDeepModel;
import dev.marquee.engine.state.Fold;
import dev.marquee.engine.state.FoldSettings;
import dev.marquee.engine.training.examples.Examples;
import dev.marquee.engine.training.network.Optimiser;
import dev.marquee.testkit.Script;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

public class WideAndDeepTrainerTest {

  private static final long SEED = 20_260_302;
  private static final int EXAMPLES = 24_000;
  private static final int HELD_OUT = 6_000;
  private static final WideAndDeepSettings SETTINGS = settings(14, 4, 1);

  public static WideAndDeepSettings settings(int bits, int epochs, long seed) {
    return settings(bits, epochs, seed, 256);
  }

  private static WideAndDeepSettings settings(int bits, int epochs, long seed, int batch) {
    return settings(bits, epochs, seed, batch, 0.15);
  }

  /// With another share of the examples in the latest slice.
  public static WideAndDeepSettings holding(double holdout) {
    return settings(12, 4, 1, 256, holdout);
  }

  private static WideAndDeepSettings settings(
      int bits, int epochs, long seed, int batch, double holdout) {
    return new WideAndDeepSettings(
        new WideAndDeepSettings.Architecture(bits, 6, List.of(16), 1, true),
        new WideAndDeepSettings.Optimisation(Optimiser.ADAM, 0.003, 0.003, 0.001, 0, 0.99),
        new WideAndDeepSettings.Schedule(batch, epochs, 1),
        new WideAndDeepSettings.Sampling(1, holdout, true),
        seed,
        2);
  }

  /// Clicks and completions drawn from known weights over real rows.
  private static final class Planted {

    final Examples examples = new Examples();
    final float[] pClick = new float[EXAMPLES];
    final float[] pWatch = new float[EXAMPLES];

    Planted(long seed) {
      var random = new SplittableRandom(seed);
      FeatureRows rows = rows();
      for (int i = 0; i < EXAMPLES; i++) {
        int row = random.nextInt(rows.size());
        for (int feature = 0; feature < 3; feature++) {
          rows.dense(row)[feature] = (float) random.nextGaussian();
        }
        int category = random.nextInt(4);
        rows.hashed(row)[0] = 1_000 + category;
        int position = random.nextInt(10);
        float[] dense = rows.dense(row);
        double taste = 1.5 * dense[0] - dense[1] + (category - 1.5);
        // The position lifts clicks only; predictions are for the mean of all positions.
        for (int p = 0; p < 10; p++) {
          pClick[i] += sigmoid(taste - 1 + (4.5 - p) / 4) / 10;
        }
        pWatch[i] = sigmoid(2 * dense[2] + 0.5);
        examples.add(rows, row, "u" + i, row, PHONE, NOON.toEpochMilli() + i, position);
        if (random.nextDouble() < sigmoid(taste - 1 + (4.5 - position) / 4)) {
          examples.click(i);
          if (random.nextDouble() < pWatch[i]) {
            examples.complete(i);
          }
        }
      }
    }

    private static float sigmoid(double logit) {
      return (float) (1 / (1 + Math.exp(-logit)));
    }

    int[] train() {
      return IntStream.range(0, EXAMPLES - HELD_OUT).toArray();
    }

    /// Held-out examples; those of the watch head were clicked.
    int[] heldOut(boolean watch) {
      return IntStream.range(EXAMPLES - HELD_OUT, EXAMPLES)
          .filter(i -> !watch || examples.clicked(i))
          .toArray();
    }
  }

  /// Of fifty videos for one viewer.
  public static FeatureRows rows() {
    var script = new Script();
    var fold = new Fold(FoldSettings.defaults());
    var random = new SplittableRandom(1);
    for (int i = 1; i <= 800; i++) {
      fold.apply(i, script.any(random));
    }
    int[] videos = IntStream.range(0, 50).toArray();
    return FeatureRows.build(fold.now(), fold.users().read("ann"), PHONE, NOON, videos);
  }

  private final Planted planted = new Planted(SEED);

  private WideAndDeepModel train(WideAndDeepSettings settings) throws InterruptedException {
    return new WideAndDeepTrainer(settings, Progress.NONE).train(planted.examples, planted.train());
  }

  private float[] predict(WideAndDeepModel model, int[] of, boolean watch) {
    float[] pClick = new float[of.length];
    float[] pWatch = new float[of.length];
    model.predict(planted.examples, of, pClick, pWatch);
    return watch ? pWatch : pClick;
  }

  private boolean[] labels(int[] of, boolean watch) {
    boolean[] labels = new boolean[of.length];
    for (int i = 0; i < of.length; i++) {
      labels[i] = watch ? planted.examples.completed(of[i]) : planted.examples.clicked(of[i]);
    }
    return labels;
  }

  private static float[] of(float[] all, int[] indices) {
    float[] some = new float[indices.length];
    for (int i = 0; i < some.length; i++) {
      some[i] = all[indices[i]];
    }
    return some;
  }

  @Test
  void learnsPlantedWeightsAndIsCalibrated() throws InterruptedException {
    WideAndDeepModel model = train(SETTINGS);
    for (boolean watch : new boolean[] {false, true}) {
      int[] heldOut = planted.heldOut(watch);
      boolean[] labels = labels(heldOut, watch);
      float[] predicted = predict(model, heldOut, watch);
      float[] truth = of(watch ? planted.pWatch : planted.pClick, heldOut);
      double auc = Auc.of(predicted, labels).orElseThrow();
      double oracle = Auc.of(truth, labels).orElseThrow();
      double ece = Calibration.expectedError(predicted, labels).orElseThrow();
      double oraclesEce = Calibration.expectedError(truth, labels).orElseThrow();
      System.out.printf(
          "WideAndDeepTrainerTest seed %d, %s: AUC %.4f of the oracle's %.4f, ECE %.4f of %.4f%n",
          SEED, watch ? "watch" : "click", auc, oracle, ece, oraclesEce);
      assertThat(oracle).isGreaterThan(0.75);
      assertThat(auc).as("seed %d", SEED).isGreaterThan(oracle - 0.01);
      assertThat(ece).as("seed %d", SEED).isLessThan(oraclesEce + 0.015);
    }
  }

  @Test
  void theSameSeedGivesTheSameBitsAndAnotherDoesNot() throws InterruptedException, IOException {
    WideAndDeepSettings quick = settings(10, 2, 1);
    WideAndDeepSettings other = settings(10, 2, 2);
    byte[] first = bytes(train(quick));
    assertThat(bytes(train(quick))).isEqualTo(first);
    assertThat(Arrays.equals(bytes(train(other)), first)).isFalse();
  }

  @Test
  void whatItIsJudgedByDidNotLearnFromTheSlice() throws InterruptedException {
    var trainer = new WideAndDeepTrainer(settings(10, 1, 1), Progress.NONE);
    var other = new Planted(SEED);
    int[] train = planted.train();
    int cut = train.length - (int) (train.length * 0.15);
    for (int i = cut; i < train.length; i++) {
      other.examples.click(i);
      other.examples.complete(i);
    }
    var learned = trainer.learn(planted.examples, train, Optional.empty());
    var otherwise = trainer.learn(other.examples, train, Optional.empty());
    int half = cut + (train.length - cut) / 2;
    assertThat(learned.tried().orElseThrow().later())
        .isEqualTo(Arrays.copyOfRange(train, half, train.length));
    WideAndDeepModel tried = ranker(learned);
    assertThat(tried.networks()).hasSize(1);
    assertThat(ranker(otherwise).networks().getFirst().parts())
        .isDeepEqualTo(tried.networks().getFirst().parts());
    assertThat(
            Arrays.deepEquals(
                otherwise.ranker().networks().getFirst().parts(),
                learned.ranker().networks().getFirst().parts()))
        .isFalse();
    float[] predicted = predict(tried, learned.tried().orElseThrow().later(), false);
    assertThat(
            Auc.of(predicted, labels(learned.tried().orElseThrow().later(), false)).orElseThrow())
        .isGreaterThan(0.7);
  }

  @Test
  void aStudentSaysNearlyWhatItsRankerDoes() throws InterruptedException {
    // Once as of few examples, which are all learned from anew, once as of many: by as many steps.
    for (boolean areMany : new boolean[] {false, true}) {
      int count = areMany ? EXAMPLES / 2 : EXAMPLES;
      var trainer =
          new WideAndDeepTrainer(settings(14, 4, 1, areMany ? 32 : 256), count, Progress.NONE);
      var learned = trainer.learn(planted.examples, planted.train(), Optional.empty());
      assertThat(learned.student().networks()).hasSize(1);
      assertThat(learned.student().networks().getFirst().shape().attention()).isFalse();
      RankerEvaluator.HoldoutResult tried = learned.tried().orElseThrow();
      for (boolean watch : new boolean[] {false, true}) {
        int[] heldOut = planted.heldOut(watch);
        assertNear(
            predict(learned.student(), heldOut, watch), predict(learned.ranker(), heldOut, watch));
        assertNear(
            predict((WideAndDeepModel) tried.student(), heldOut, watch),
            predict((WideAndDeepModel) tried.ranker(), heldOut, watch));
      }
    }
  }

  private static void assertNear(float[] some, float[] others) {
    double off = 0;
    for (int i = 0; i < some.length; i++) {
      off += Math.abs(some[i] - others[i]) / some.length;
    }
    assertThat(off).as("seed %d", SEED).isLessThan(0.02);
  }

  @Test
  void ofManyExamplesTheNetworkThatChoseTheEpochsGoesOnWithTheLatest() throws InterruptedException {
    var trainer = new WideAndDeepTrainer(SETTINGS, EXAMPLES / 2, Progress.NONE);
    var learned = trainer.learn(planted.examples, planted.train(), Optional.empty());
    assertThat(learned.ranker().networks()).hasSize(1);
    // One epoch of a sixth of the examples moves it a little.
    float[] before = ranker(learned).networks().getFirst().layers()[0];
    float[] after = learned.ranker().networks().getFirst().layers()[0];
    assertThat(after).isNotEqualTo(before);
    float[] predicted = predict(learned.ranker(), planted.heldOut(false), false);
    float[] tried = predict(ranker(learned), planted.heldOut(false), false);
    boolean[] labels = labels(planted.heldOut(false), false);
    assertThat(Auc.of(predicted, labels).orElseThrow())
        .isGreaterThan(Auc.of(tried, labels).orElseThrow() - 0.003);
  }

  private WarmStart learnedFrom(int[] usable) throws InterruptedException {
    var learned =
        new WideAndDeepTrainer(SETTINGS, Progress.NONE)
            .learn(planted.examples, usable, Optional.empty());
    return new WarmStart("m1", NOON, learned.ranker(), learned.student());
  }

  @Test
  void aWarmStartBeginsNearWhereTheFormerEndedAndReadsFeaturesAsItDid()
      throws InterruptedException {
    int[] former = Arrays.copyOf(planted.train(), 9_000);
    int[] fresh = Arrays.copyOfRange(planted.train(), 9_000, planted.train().length);
    WarmStart start = learnedFrom(former);
    Map<Optional<WarmStart>, Double> firstLoss = new HashMap<>();
    for (Optional<WarmStart> from : List.of(Optional.of(start), Optional.<WarmStart>empty())) {
      List<String> notes = new ArrayList<>();
      var learned =
          new WideAndDeepTrainer(SETTINGS, noting(notes)).learn(planted.examples, fresh, from);
      firstLoss.put(from, loss("ranker epoch 1: ", notes));
      if (from.isPresent()) {
        WideAndDeep before = start.ranker().networks().getFirst();
        WideAndDeep after = learned.ranker().networks().getFirst();
        assertThat(after.mean()).isEqualTo(before.mean());
        assertThat(after.scale()).isEqualTo(before.scale());
        assertThat(after.layers()[0]).isNotEqualTo(before.layers()[0]);
        assertThat(learned.student().networks().getFirst().scale()).isEqualTo(before.scale());
        int[] heldOut = planted.heldOut(false);
        assertThat(
                Auc.of(predict(learned.ranker(), heldOut, false), labels(heldOut, false))
                    .orElseThrow())
            .isGreaterThan(
                Auc.of(predict(start.ranker(), heldOut, false), labels(heldOut, false))
                        .orElseThrow()
                    - 0.003);
      }
    }
    assertThat(firstLoss.get(Optional.of(start)))
        .as("seed %d", SEED)
        .isLessThan(firstLoss.get(Optional.<WarmStart>empty()) - 0.02);
  }

  private static Progress noting(List<String> notes) {
    return new Progress() {
      @Override
      public void step(String what, long done, long total) {}

      @Override
      public void note(String what) {
        notes.add(what);
      }
    };
  }

  private static double loss(String of, List<String> notes) {
    String note = notes.stream().filter(each -> each.startsWith(of)).findFirst().orElseThrow();
    return Double.parseDouble(note.replaceFirst(".*?loss ([0-9.]+);.*", "$1"));
  }

  @Test
  void aWarmStartStaysAsItIsWhereTheSliceSaysThatNewExamplesMislead() throws InterruptedException {
    WarmStart start = learnedFrom(Arrays.copyOf(planted.train(), 9_000));
    int[] fresh = Arrays.copyOfRange(planted.train(), 9_000, planted.train().length);
    int cut = 9_000 + (int) (0.85 * fresh.length);
    Examples misleading =
        planted.examples.withOutcomes(
            i -> planted.examples.clicked(i) == (i >= cut), i -> planted.examples.completed(i));
    var learned =
        new WideAndDeepTrainer(SETTINGS, Progress.NONE)
            .learn(misleading, fresh, Optional.of(start));
    assertThat(learned.ranker().networks().getFirst().parts())
        .isDeepEqualTo(start.ranker().networks().getFirst().parts());
  }

  @Test
  void eachNetworkOfAWarmStartGoesOn() throws InterruptedException {
    WarmStart one = learnedFrom(Arrays.copyOf(planted.train(), 3_000));
    WideAndDeepModel other =
        learnedFrom(Arrays.copyOfRange(planted.train(), 3_000, 6_000)).ranker();
    WideAndDeep first = one.ranker().networks().getFirst();
    var both =
        new WideAndDeepModel(
            List.of(first, other.networks().getFirst()), other.click(), other.watch());
    int[] fresh = Arrays.copyOfRange(planted.train(), 6_000, 12_000);
    // Many, as they would be one network otherwise.
    var learned =
        new WideAndDeepTrainer(SETTINGS, 1_000, Progress.NONE)
            .learn(
                planted.examples,
                fresh,
                Optional.of(new WarmStart("m1", NOON, both, one.student())));
    assertThat(learned.ranker().networks()).hasSize(2);
    assertThat(distance(learned.ranker().networks().getFirst(), first))
        .isLessThan(distance(learned.ranker().networks().getLast(), first));
  }

  private static double distance(WideAndDeep one, WideAndDeep other) {
    double sum = 0;
    for (int i = 0; i < one.layers()[0].length; i++) {
      sum += Math.abs(one.layers()[0][i] - other.layers()[0][i]);
    }
    return sum;
  }

  private static WideAndDeepModel ranker(WideAndDeepTrainer.Learned learned) {
    return (WideAndDeepModel) learned.tried().orElseThrow().ranker();
  }

  private static byte[] bytes(WideAndDeepModel model) throws IOException {
    var out = new ByteArrayOutputStream();
    model.write(out);
    return out.toByteArray();
  }

  @Test
  void aVideoIsNotPreferredForThePositionItHad() throws InterruptedException {
    // Clicks depend on the position alone; the row says where the video used to stand.
    var random = new SplittableRandom(3);
    FeatureRows rows = rows();
    Examples examples = new Examples();
    for (int i = 0; i < 8_000; i++) {
      int position = random.nextInt(2) * 9;
      examples.add(rows, i % 50, "u", 0, PHONE, i, position);
      if (random.nextDouble() < (position == 0 ? 0.6 : 0.1)) {
        examples.click(i);
      }
    }
    WideAndDeepModel model =
        new WideAndDeepTrainer(SETTINGS, Progress.NONE)
            .train(examples, IntStream.range(0, 8_000).toArray());
    float[] pClick = new float[rows.size()];
    model.predict(rows, pClick, new float[rows.size()]);
    for (float p : pClick) {
      assertThat(p).as("the mean of 0.6 and 0.1").isBetween(0.25f, 0.45f);
    }
  }

  @Test
  void refusesExamplesWithoutClicksOrWithoutAnythingElse() {
    Examples ignored = new Examples();
    Examples clicked = new Examples();
    FeatureRows rows = rows();
    for (int i = 0; i < 20; i++) {
      ignored.add(rows, i, "u", 0, PHONE, i, 0);
      clicked.add(rows, i, "u", 0, PHONE, i, 0);
      clicked.click(i);
    }
    var trainer = new WideAndDeepTrainer(SETTINGS, Progress.NONE);
    int[] all = IntStream.range(0, 20).toArray();
    assertThatThrownBy(() -> trainer.train(ignored, all))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("20 examples with 0 clicks")
        .hasMessageContaining("send impressions as well as clicks");
    assertThatThrownBy(() -> trainer.train(clicked, all))
        .hasMessageContaining("20 examples with 20 clicks");
    assertThatThrownBy(() -> trainer.train(clicked, new int[0]))
        .hasMessageContaining("0 examples with 0 clicks");
  }

  @Test
  void whereEverythingWasClickedWatchesDecide() throws InterruptedException {
    int[] clicked =
        IntStream.range(0, EXAMPLES).filter(planted.examples::clicked).limit(4_000).toArray();
    WideAndDeepModel model =
        new WideAndDeepTrainer(SETTINGS, Progress.NONE).train(planted.examples, clicked);
    int[] heldOut = planted.heldOut(true);
    for (float p : predict(model, heldOut, false)) {
      assertThat(p).as("4,000 clicks and one more example").isBetween(0.9997f, 0.9998f);
    }
    float[] pWatch = predict(model, heldOut, true);
    assertThat(Auc.of(pWatch, labels(heldOut, true)).orElseThrow()).isGreaterThan(0.8);
  }

  @Test
  void aHandfulOfExamplesGivesFinitePredictions() throws InterruptedException {
    FeatureRows rows = rows();
    Examples few = new Examples();
    for (int i = 0; i < 3; i++) {
      few.add(rows, i, "u", 0, PHONE, i, i);
    }
    few.click(1);
    WideAndDeepModel model =
        new WideAndDeepTrainer(WideAndDeepSettings.defaults(), Progress.NONE)
            .train(few, new int[] {0, 1, 2});
    float[] pClick = new float[rows.size()];
    float[] pWatch = new float[rows.size()];
    model.predict(rows, pClick, pWatch);
    for (int row = 0; row < rows.size(); row++) {
      assertThat(pClick[row]).isBetween(0f, 1f);
      assertThat(pWatch[row]).isBetween(0f, 1f);
    }
  }
}
