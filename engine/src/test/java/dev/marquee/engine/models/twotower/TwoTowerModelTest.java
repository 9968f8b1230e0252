package dev.marquee.engine.models.twotower;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.marquee.engine.models.Damage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TwoTowerModelTest {

  private static final long SEED = 29;
  private static final int D = 4;
  private static final List<String> IDS = List.of("a", "b", "c", "d", "e");
  private static final int LENGTH = 3;

  private final float[] rows = random(IDS.size() * D, 1);
  private final float[] biases = random(IDS.size(), 2);
  private final float[] map = random(D * D, 3);
  private final float[] videoRows = random(2 * D, 4);
  private final float[] momentRows = random(D, 5);
  private final float[] content = random(2 * D, 6);

  @Test
  void aQueryIsTheEquationOfTheClass() {
    TwoTowerModel model = model(HistoryReading.mean(LENGTH, 1));
    float[] history = history(model, 2, 4);
    float[] query = model.query(history, 2, new long[] {77, 5});
    double[] expected = new double[D];
    for (int j = 0; j < D; j++) {
      for (int i = 0; i < D; i++) {
        // Half as much for every newer one: 2/3 and 1/3.
        expected[j] += (2 * rows[2 * D + i] + rows[4 * D + i]) / 3 * map[i * D + j];
      }
      expected[j] += momentRows[j];
    }
    double norm = 0;
    for (double one : expected) {
      norm += one * one;
    }
    for (int j = 0; j < D; j++) {
      assertThat(query[j]).isCloseTo((float) (expected[j] / Math.sqrt(norm)), within(1e-5f));
    }
  }

  @Test
  void aScoreIsACosineAndWhatEverybodyThinks() {
    TwoTowerModel model = model(HistoryReading.mean(LENGTH, 0));
    float[] query = model.query(history(model, 1), 1, new long[0]);
    float[] vector = new float[D];
    float[] all = new float[IDS.size()];
    model.scoreAll(query, all);
    for (int item = 0; item < IDS.size(); item++) {
      model.vector(item, vector, 0);
      float cosine = 0;
      for (int i = 0; i < D; i++) {
        cosine += query[i] * vector[i];
      }
      assertThat(all[item])
          .isEqualTo(model.score(query, item))
          .isCloseTo(cosine + biases[item], within(1e-5f));
    }
  }

  @Test
  void aNewVideoIsLikedAsMuchAsTheOthersAre() {
    TwoTowerModel model = model(HistoryReading.mean(LENGTH, 0));
    float mean = 0;
    for (float bias : biases) {
      mean += bias / biases.length;
    }
    assertThat(model.usualBias()).isCloseTo(mean, within(1e-5f));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whatIsBeyondTheLengthDoesNotCount(boolean attention) {
    TwoTowerModel model = model(attention ? attention() : HistoryReading.mean(LENGTH, 0));
    float[] three = model.query(history(model, 0, 1, 2), 3, new long[0]);
    assertThat(model.query(history(model, 0, 1, 2, 3, 4), 5, new long[0])).isEqualTo(three);
    assertThat(model.query(history(model, 0, 1), 2, new long[0])).isNotEqualTo(three);
  }

  @Test
  void attentionKnowsWhichCameLast() {
    TwoTowerModel model = model(attention());
    assertThat(model.query(history(model, 0, 1), 2, new long[0]))
        .isNotEqualTo(model.query(history(model, 1, 0), 2, new long[0]));
  }

  @Test
  void nothingKnownIsNoDirection() {
    TwoTowerModel model = model(HistoryReading.mean(LENGTH, 0));
    assertThat(model.query(new float[0], 0, new long[] {1, 2, 3})).containsOnly(0f);
    float[] row = random(D, 9);
    model.row(new long[] {1, 2}, new float[0], row, 0);
    assertThat(row).containsOnly(0f);
  }

  @Test
  void aNewVideoIsTheSumOfItsFeaturesAndItsContent() {
    TwoTowerModel model = model(HistoryReading.mean(LENGTH, 0));
    float[] row = new float[D + 1];
    model.row(new long[] {11, 12, 13}, new float[] {2, 3}, row, 1);
    for (int i = 0; i < D; i++) {
      float expected = videoRows[i] + videoRows[D + i] + 2 * content[i] + 3 * content[D + i];
      assertThat(row[1 + i]).isCloseTo(expected, within(1e-5f));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aFileGivesBackEveryBitAndNoDamage(boolean attention) throws IOException {
    TwoTowerModel model = model(attention ? attention() : HistoryReading.mean(LENGTH, 2));
    byte[] bytes = Damage.bytes(model::write);
    TwoTowerModel read = TwoTowerModel.read(new ByteArrayInputStream(bytes));
    assertThat(Damage.bytes(read::write)).isEqualTo(bytes);
    assertThat(read.items().ids()).isEqualTo(IDS);
    float[] history = history(model, 3, 2);
    float[] query = model.query(history, 2, new long[] {77});
    assertThat(read.query(history(read, 3, 2), 2, new long[] {77})).isEqualTo(query);
    assertThat(read.score(query, 4)).isEqualTo(model.score(query, 4));
    Damage.requireRefused("two-tower", bytes, TwoTowerModel::read);
  }

  @Test
  void refusesPartsThatDoNotFit() {
    assertThatThrownBy(() -> model(HistoryReading.mean(LENGTH, 0), D + 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("5 items of dimension 5 need as many rows and biases, got 20 floats and 5");
  }

  private static float[] history(TwoTowerModel model, int... latestFirst) {
    float[] history = new float[latestFirst.length * D];
    for (int i = 0; i < latestFirst.length; i++) {
      model.row(latestFirst[i], history, i * D);
    }
    return history;
  }

  private static HistoryReading attention() {
    return new HistoryReading(
        LENGTH, 0, random(LENGTH * D, 10), random(D * D, 11), random(D * D, 12));
  }

  private TwoTowerModel model(HistoryReading history) {
    return model(history, D);
  }

  private TwoTowerModel model(HistoryReading history, int d) {
    return new TwoTowerModel(
        d,
        0.1,
        new TwoTowerModel.ItemRows(IDS, rows, biases),
        new TwoTowerModel.TokenRows(new long[] {11, 12}, videoRows),
        new TwoTowerModel.TokenRows(new long[] {77}, momentRows),
        new TwoTowerModel.Maps(map, 2, content),
        history);
  }

  private static float[] random(int length, long salt) {
    var random = new SplittableRandom(SEED + salt);
    float[] floats = new float[length];
    for (int i = 0; i < length; i++) {
      floats[i] = (float) random.nextGaussian();
    }
    return floats;
  }
}
