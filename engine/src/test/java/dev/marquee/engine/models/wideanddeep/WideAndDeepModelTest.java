package dev.marquee.engine.models.wideanddeep;

import static dev.marquee.testkit.Predictions.assertClose;
import static dev.marquee.testkit.Predictions.oneByOne;
import static dev.marquee.testkit.Predictions.predict;
import static dev.marquee.testkit.Script.NOON;
import static dev.marquee.testkit.Script.PHONE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.marquee.engine.features.FeatureBlock.Per;
import dev.marquee.engine.features.FeatureRows;
import dev.marquee.engine.models.CorruptModelException;
import dev.marquee.engine.models.ModelMismatchException;
import dev.marquee.engine.models.ModelStoreTest;
import dev.marquee.engine.models.wideanddeep.WideAndDeep.Shape;
import dev.marquee.engine.state.Fold;
import dev.marquee.engine.state.FoldSettings;
import dev.marquee.engine.state.UserState;
import dev.marquee.testkit.Predictions;
import dev.marquee.testkit.Rankers;
import dev.marquee.testkit.Script;
import dev.marquee.testkit.Seed;
import dev.marquee.testkit.TinyPlatform;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

public class WideAndDeepModelTest {

  private static final Fold FOLD = new TinyPlatform().live(1_500, new SplittableRandom(1)).fold();
  private final FeatureRows rows = rows(FOLD.users().read("ann"));
  private final WideAndDeepModel model = Rankers.random(1);

  private static FeatureRows rows(UserState user) {
    // More than a block of them.
    int[] videos = IntStream.range(0, 300).map(i -> i % FOLD.videos().size()).toArray();
    return FeatureRows.build(FOLD.now(), user, PHONE, NOON, videos);
  }

  private static FeatureRows odd(float value) {
    return Predictions.odd(rows(FOLD.users().read("ann")), value);
  }

  @Test
  void aRequestIsPredictedAsItsRowsAre(@Seed long seed) {
    InputLayout layout = InputLayout.ofRows();
    for (Shape shape :
        new Shape[] {
          new Shape(layout, 8, 14, new int[] {64}, 1, true),
          new Shape(layout, 6, 3, new int[] {17, 9, 5}, 4, true),
          new Shape(layout.without("weekday"), 8, 16, new int[] {32, 16}, 1, false)
        }) {
      WideAndDeepModel some = Rankers.random(seed, 2, shape);
      assertClose(predict(some, rows), oneByOne(some, rows));
      // Once more, with the videos' shares of the first time.
      assertClose(predict(some, rows), oneByOne(some, rows));
    }
    assertThat(FOLD.users().read("ann").historySize()).isGreaterThan(3);
  }

  @Test
  void aVideoThatChangesIsPredictedAsItIsNow() {
    var script = new Script();
    var fold = new Fold(FoldSettings.defaults());
    fold.apply(1, script.published("a", Script.details("c1", "pets", 100)));
    UserState user = UserState.unknown("ann");
    FeatureRows before = FeatureRows.build(fold.now(), user, PHONE, NOON, new int[] {0});
    float[][] first = predict(model, before);
    fold.apply(2, script.published("a", Script.details("c2", "cars", 100)));
    FeatureRows after = FeatureRows.build(fold.now(), user, PHONE, NOON, new int[] {0});
    assertClose(predict(model, after), oneByOne(model, after));
    assertThat(predict(model, after)[0][0]).isNotEqualTo(first[0][0]);
  }

  @Test
  void whatIsMissingUnknownOrNoNumberStillHasAPrediction() {
    FOLD.videos().ordinal("never published");
    FeatureRows unknown = rows(UserState.unknown("nobody"));
    assertThat(unknown.history()).isEmpty();
    assertClose(predict(model, unknown), oneByOne(model, unknown));
    float[][] usual = predict(model, rows);
    for (float value : new float[] {Float.NaN, Float.POSITIVE_INFINITY, -3e38f}) {
      FeatureRows odd = odd(value);
      float[][] predicted = predict(model, odd);
      assertClose(predicted, oneByOne(model, odd));
      assertThat(predicted[0][0]).as("the neighbours").isEqualTo(usual[0][0]);
    }
    float missing = predict(model, odd(Float.NaN))[0][1];
    WideAndDeep network = model.networks().getFirst();
    WideAndDeepModel one = new WideAndDeepModel(List.of(network), model.click(), model.watch());
    float mean = network.mean()[FeatureRows.extent(Per.VIDEO).firstDense() + 4];
    assertThat(predict(one, odd(Float.NaN))[0][1])
        .as("NaN counts as the mean")
        .isEqualTo(predict(one, odd(mean))[0][1]);
    assertThat(missing).isBetween(0f, 1f);
  }

  @Test
  void noRowsGiveNoPredictions() {
    FeatureRows none =
        FeatureRows.build(FOLD.now(), UserState.unknown("x"), PHONE, NOON, new int[0]);
    model.predict(none, new float[0], new float[0]);
    model.predict(none, new int[0], new float[0], new float[0]);
  }

  @Test
  void theWidePartIsALogisticRegression() {
    WideAndDeepModel wide =
        Rankers.wide(
            network -> {
              Rankers.count(network, "positives");
              network.outputs()[1] = -1;
              network.outputs()[3] = 0.5f;
            });
    float[][] predicted = predict(wide, rows);
    float positives = rows.dense(0)[FeatureRows.DENSE_NAMES.indexOf("positives")];
    assertThat(predicted[0][0])
        .isCloseTo((float) (1 / (1 + Math.exp(1 - positives))), within(1e-6f));
    assertThat(predicted[1][0]).isCloseTo((float) (1 / (1 + Math.exp(-0.5))), within(1e-6f));
  }

  private static byte[] bytes(WideAndDeepModel model) throws IOException {
    var out = new ByteArrayOutputStream();
    model.write(out);
    return out.toByteArray();
  }

  private static WideAndDeepModel read(byte[] bytes) throws IOException {
    return WideAndDeepModel.read(new ByteArrayInputStream(bytes));
  }

  @Test
  void bytesGiveBackEveryPrediction() throws IOException {
    byte[] written = bytes(model);
    WideAndDeepModel read = read(written);
    assertThat(predict(read, rows)).isDeepEqualTo(predict(model, rows));
    assertThat(bytes(read)).isEqualTo(written);
  }

  @Test
  void everyDamagedByteIsRefused(@Seed long seed) throws IOException {
    byte[] written = bytes(model);
    var random = new SplittableRandom(seed);
    for (int i = 0; i < 400; i++) {
      // The header, the calibration at the end, and anything else.
      int at = i < 100 ? i : i < 140 ? written.length - (i - 99) : random.nextInt(written.length);
      byte[] damaged = written.clone();
      damaged[at] ^= (byte) (1 << random.nextInt(8));
      assertThatThrownBy(() -> read(damaged))
          .as("byte %d, seed %d", at, seed)
          .isInstanceOf(CorruptModelException.class);
    }
  }

  @Test
  void aTornOrALongerFileIsRefused() throws IOException {
    byte[] written = bytes(model);
    for (int length : new int[] {0, 5, 20, 40, written.length / 2, written.length - 1}) {
      assertThatThrownBy(() -> read(Arrays.copyOf(written, length)))
          .as("%d bytes", length)
          .isInstanceOf(CorruptModelException.class);
    }
    assertThatThrownBy(() -> read(Arrays.copyOf(written, written.length + 1)))
        .isInstanceOf(CorruptModelException.class);
  }

  @Test
  void aModelOfOtherFeaturesIsRefusedWithTheWayOut() throws IOException {
    int[] fewer = IntStream.range(0, InputLayout.ofRows().pairDense().length - 1).toArray();
    InputLayout real = InputLayout.ofRows();
    var other =
        new InputLayout(
            real.requestDense(),
            fewer,
            real.fields(),
            real.requestFields(),
            real.videoFields(),
            real.crosses(),
            real.target());
    byte[] written = bytes(Rankers.random(1, 1, new Shape(other, 4, 2, new int[] {3}, 1, true)));
    assertThatThrownBy(() -> read(written))
        .isInstanceOf(ModelMismatchException.class)
        .hasMessageContaining("wants " + (FeatureRows.DENSE - 1) + " dense features")
        .hasMessageContaining("train again");
  }

  @Test
  void aModelOfAnotherKindIsRefused() throws IOException {
    var out = new ByteArrayOutputStream();
    ModelStoreTest.als(1).write(out);
    assertThatThrownBy(() -> read(out.toByteArray()))
        .isInstanceOf(CorruptModelException.class)
        .hasMessageContaining("'als'");
  }
}
