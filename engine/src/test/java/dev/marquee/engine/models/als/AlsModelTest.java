package dev.marquee.engine.models.als;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.marquee.engine.models.CorruptModelException;
import dev.marquee.engine.models.ModelWriter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AlsModelTest {

  private static final long SEED = 23;
  private static final AlsLoss LOSS = new AlsLoss(0.1, 0.01, 1);
  private static final int ITEMS = 9;
  private static final int DIMENSION = 3;

  private final AlsModel model = model(LOSS);

  @Test
  void foldingInSolvesTheEquationOfThePaper() {
    int[] items = {7, 1, 4, 2, 0};
    float[] weights = {1, 2, 1, 0.5f, 1};
    float[] user = model.foldIn(items, weights);
    // The gradient of the loss at the solution is zero: for each direction d,
    // Σ w (u·v - 1) v_d + α0 Σ over all items (u·v) v_d + λ (|I| + α0 n) u_d = 0.
    var vector = new float[DIMENSION];
    for (int d = 0; d < DIMENSION; d++) {
      double gradient = 0.01 * (items.length + 0.1 * ITEMS) * user[d];
      for (int item = 0; item < ITEMS; item++) {
        model.vector(item, vector, 0);
        gradient += 0.1 * model.score(user, item) * vector[d];
        for (int i = 0; i < items.length; i++) {
          gradient += items[i] == item ? weights[i] * (model.score(user, item) - 1) * vector[d] : 0;
        }
      }
      assertThat(gradient).as("direction %d, seed %d", d, SEED).isEqualTo(0, within(1e-5));
    }
  }

  @Test
  void theOrderOfTheHistoryHardlyMatters() {
    float[] one = model.foldIn(new int[] {1, 2, 3}, new float[] {1, 1, 2});
    float[] other = model.foldIn(new int[] {3, 2, 1}, new float[] {2, 1, 1});
    assertThat(one).containsExactly(other, within(1e-5f));
  }

  @Test
  void nobodyKnownHasNoTaste() {
    assertThat(model.foldIn(new int[0], new float[0])).containsOnly(0f);
  }

  @Test
  void allScoresAreTheSingleOnes() {
    float[] user = model.foldIn(new int[] {5}, new float[] {1});
    var scores = new float[ITEMS];
    model.scoreAll(user, scores);
    for (int item = 0; item < ITEMS; item++) {
      assertThat(scores[item]).isEqualTo(model.score(user, item));
    }
  }

  @Test
  void refusesAnItemOfAnotherModelAndAnIdThatComesTwice() {
    assertThatThrownBy(() -> model.foldIn(new int[] {ITEMS}, new float[] {1}))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> new AlsModel(LOSS, 1, List.of("a", "a"), new float[2]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("item 'a' comes twice, as 0 and as 1: ids must be distinct");
  }

  @Test
  void aFileGivesBackEveryBit(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("als.model");
    model.write(file);
    var read = AlsModel.read(file);
    assertThat(read.items().ids()).isEqualTo(model.items().ids());
    assertThat(read.loss()).isEqualTo(LOSS);
    assertThat(read.foldIn(new int[] {1, 8}, new float[] {1, 3}))
        .isEqualTo(model.foldIn(new int[] {1, 8}, new float[] {1, 3}));
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void anyDamagedByteIsRefused() throws IOException {
    byte[] good = bytes(model);
    for (int i = 0; i < good.length; i++) {
      byte[] bad = good.clone();
      bad[i] ^= 0x40;
      assertThatThrownBy(() -> AlsModel.read(new ByteArrayInputStream(bad)))
          .as("byte %d", i)
          .isInstanceOf(CorruptModelException.class);
    }
  }

  @Test
  void anyMissingOrSurplusByteIsRefused() throws IOException {
    byte[] good = bytes(model);
    for (int length = 0; length < good.length; length++) {
      byte[] cut = Arrays.copyOf(good, length);
      assertThatThrownBy(() -> AlsModel.read(new ByteArrayInputStream(cut)))
          .isInstanceOf(CorruptModelException.class)
          .hasMessageContaining("ends at byte " + length);
    }
    byte[] longer = Arrays.copyOf(good, good.length + 1);
    assertThatThrownBy(() -> AlsModel.read(new ByteArrayInputStream(longer)))
        .isInstanceOf(CorruptModelException.class)
        .hasMessageContaining("bytes follow its end");
  }

  @Test
  void anotherKindOrVersionIsNamed() throws IOException {
    var other = new ByteArrayOutputStream();
    new ModelWriter(other, "ranker", 1).seal();
    assertThatThrownBy(() -> AlsModel.read(new ByteArrayInputStream(other.toByteArray())))
        .hasMessageContaining("a model of kind 'ranker', expected 'als'");
    var newer = new ByteArrayOutputStream();
    new ModelWriter(newer, "als", 7).seal();
    assertThatThrownBy(() -> AlsModel.read(new ByteArrayInputStream(newer.toByteArray())))
        .hasMessageContaining("als model of format 7, this Marquee reads 1");
  }

  private static byte[] bytes(AlsModel model) throws IOException {
    var out = new ByteArrayOutputStream();
    model.write(out);
    return out.toByteArray();
  }

  private static AlsModel model(AlsLoss loss) {
    var random = new SplittableRandom(SEED);
    var factors = new float[ITEMS * DIMENSION];
    var ids = new String[ITEMS];
    for (int i = 0; i < factors.length; i++) {
      factors[i] = (float) random.nextGaussian();
      ids[i / DIMENSION] = "item-" + i / DIMENSION;
    }
    return new AlsModel(loss, DIMENSION, List.of(ids), factors);
  }
}
