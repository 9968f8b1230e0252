package dev.marquee.engine.models;

import static dev.marquee.engine.Script.NOON;
import static dev.marquee.engine.Script.PHONE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.marquee.engine.Script;
import dev.marquee.engine.features.FeatureRows;
import dev.marquee.engine.features.Fold;
import dev.marquee.engine.features.FoldSettings;
import dev.marquee.engine.math.Platt;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RankerModelTest {

  private static final int BITS = 10;

  private final FeatureRows rows = rows();
  private final RankerModel model = model(1, FeatureRows.DENSE);

  static RankerModel model(long seed, int features) {
    var random = new SplittableRandom(seed);
    return new RankerModel(
        floats(features, random),
        floats(features, random),
        BITS,
        head(features, random),
        head(features, random));
  }

  private static RankerModel.Head head(int features, SplittableRandom random) {
    return new RankerModel.Head(
        (float) random.nextGaussian(),
        floats(features, random),
        floats(1 << BITS, random),
        new Platt(random.nextDouble(0.5, 2), random.nextGaussian()));
  }

  private static float[] floats(int many, SplittableRandom random) {
    float[] floats = new float[many];
    for (int i = 0; i < many; i++) {
      floats[i] = (float) random.nextGaussian() / 10;
    }
    return floats;
  }

  private static FeatureRows rows() {
    var script = new Script();
    var fold = new Fold(FoldSettings.defaults());
    var random = new SplittableRandom(1);
    for (int i = 1; i <= 500; i++) {
      fold.apply(i, script.any(random));
    }
    int[] videos = {0, 1, 2, 3, 4, 5, 6, 7};
    return FeatureRows.build(fold.now(), fold.users().read("ann"), PHONE, NOON, videos);
  }

  private static byte[] bytes(RankerModel model) throws IOException {
    var out = new ByteArrayOutputStream();
    model.write(out);
    return out.toByteArray();
  }

  private static RankerModel read(byte[] bytes) throws IOException {
    return RankerModel.read(new ByteArrayInputStream(bytes));
  }

  private static float[][] predict(RankerModel model, FeatureRows rows) {
    float[][] predicted = new float[2][rows.size()];
    model.predict(rows, predicted[0], predicted[1]);
    return predicted;
  }

  @Test
  void aHeadIsALogisticRegressionOverStandardisedFeatures() {
    int features = FeatureRows.DENSE;
    float[] mean = new float[features];
    float[] scale = new float[features];
    float[] dense = new float[features];
    float[] hashed = new float[1 << BITS];
    mean[0] = 1;
    scale[0] = 2;
    dense[0] = 0.5f;
    hashed[RankerModel.bucket(77, BITS)] = 0.25f;
    var click = new RankerModel.Head(-1, dense, hashed, new Platt(2, 0.5));
    var watch = new RankerModel.Head(3, new float[features], hashed, new Platt(1, 0));
    var small = new RankerModel(mean, scale, BITS, click, watch);
    float[] row = new float[features];
    row[0] = 4;
    int[] categories = {5, 77, 77, 6};
    // -1 + 0.5 · (4 - 1) · 2 + twice 0.25 = 2.5; calibrated 2 · 2.5 + 0.5.
    assertThat(small.pClick(row, 0, categories, 1, 3))
        .isEqualTo((float) (1 / (1 + Math.exp(-5.5))));
    assertThat(small.pWatch(row, 0, categories, 1, 2))
        .isEqualTo((float) (1 / (1 + Math.exp(-3.25))));
    assertThat(small.strongestFeatures(1))
        .containsExactly(FeatureRows.DENSE_NAMES.getFirst() + " +0.50");
  }

  @Test
  void aBucketIsWithinItsBits() {
    var random = new SplittableRandom(4);
    int[] seen = new int[1 << 4];
    for (int i = 0; i < 10_000; i++) {
      seen[RankerModel.bucket(random.nextInt(), 4)]++;
    }
    assertThat(Arrays.stream(seen).min().orElseThrow()).isGreaterThan(450);
  }

  @Test
  void predictionsAreProbabilitiesThatDoNotDependOnTheNeighbours() {
    float[][] all = predict(model, rows);
    for (int row = 0; row < rows.size(); row++) {
      assertThat(all[0][row]).isBetween(0f, 1f);
      int dense = row * FeatureRows.DENSE;
      int from = rows.start(row);
      int to = rows.start(row + 1);
      assertThat(model.pClick(rows.dense(), dense, rows.hashed(), from, to)).isEqualTo(all[0][row]);
      assertThat(model.pWatch(rows.dense(), dense, rows.hashed(), from, to)).isEqualTo(all[1][row]);
    }
    assertThat(all[0]).isNotEqualTo(all[1]);
  }

  @Test
  void bytesGiveBackEveryPrediction() throws IOException {
    byte[] written = bytes(model);
    RankerModel read = read(written);
    assertThat(predict(read, rows)).isDeepEqualTo(predict(model, rows));
    assertThat(bytes(read)).isEqualTo(written);
  }

  @Test
  void everyDamagedByteIsRefused() throws IOException {
    byte[] written = bytes(model);
    long seed = System.nanoTime();
    System.out.println("RankerModelTest seed " + seed);
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
    byte[] written = bytes(model(1, FeatureRows.DENSE - 1));
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
