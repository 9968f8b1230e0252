package dev.marquee.engine.training.twotower;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.marquee.engine.Progress;
import dev.marquee.engine.math.CsrMatrix;
import dev.marquee.engine.math.TopK;
import dev.marquee.engine.models.twotower.TwoTowerModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TwoTowerTrainerTest {

  private static final long SEED = 20_261_128;
  private static final int TOPICS = 6;
  private static final int PER_TOPIC = 20;
  private static final int ITEMS = TOPICS * PER_TOPIC;
  private static final int USERS = 300;
  private static final int EACH = 8;

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aHistoryOfATopicLeadsToTheRestOfIt(boolean attention) throws InterruptedException {
    TwoTowerModel model = train(settings(attention, 2), topics(false));
    for (int topic = 0; topic < TOPICS; topic++) {
      int first = topic * PER_TOPIC;
      List<Integer> best = best(model, new int[] {first, first + 1, first + 2}, PER_TOPIC);
      assertThat(best)
          .as("topic %d, seed %d", topic, SEED)
          .filteredOn(item -> item / PER_TOPIC == first / PER_TOPIC)
          .hasSizeGreaterThanOrEqualTo(PER_TOPIC - 2);
    }
  }

  @Test
  void oneClickTurnsTheNextQuery() throws InterruptedException {
    TwoTowerModel model = train(settings(false, 2), topics(false));
    assertThat(best(model, new int[] {1, 0}, 5)).allMatch(item -> item < PER_TOPIC);
    int other = 3 * PER_TOPIC;
    assertThat(best(model, new int[] {other, other + 1, 1, 0}, PER_TOPIC))
        .anyMatch(item -> item / PER_TOPIC == 3);
  }

  /// Who just had i has i + 1 next, whatever came before: a mean of five can't tell which was last.
  @Test
  void attentionLearnsWhatOrderSaysAndAMeanDoesNot() throws InterruptedException {
    TwoTowerData chains = chains();
    assertThat(nextInChain(train(settings(true, 2).epochs(30), chains)))
        .as("with attention, seed %d", SEED)
        .isGreaterThan(0.9);
    assertThat(nextInChain(train(settings(false, 2).epochs(30), chains)))
        .as("as a mean, seed %d", SEED)
        .isLessThan(0.7);
  }

  @Test
  void anItemThatNobodyHadStandsWhereItsFeaturesDo() throws InterruptedException {
    TwoTowerModel model = train(settings(false, 2), topics(true));
    float[] row = new float[model.dimension()];
    model.row(new long[] {1_000 + 4}, new float[0], row, 0);
    model.normalise(row, 0);
    assertThat(closest(model, row)).allMatch(item -> item / PER_TOPIC == 4);
  }

  @Test
  void anItemThatNobodyHadStandsWhereItsContentDoes() throws InterruptedException {
    TwoTowerModel model = train(settings(false, 2), topics(true));
    float[] row = new float[model.dimension()];
    float[] content = new float[TOPICS];
    content[2] = 1;
    model.row(new long[0], content, row, 0);
    model.normalise(row, 0);
    assertThat(closest(model, row)).allMatch(item -> item / PER_TOPIC == 2);
  }

  @Test
  void theBitsDependOnTheSeedAndNotOnTheThreads() throws InterruptedException {
    TwoTowerData data = topics(true);
    float[] one = scores(train(settings(false, 1), data));
    assertThat(scores(train(settings(false, 3), data))).isEqualTo(one);
    TwoTowerSettings other = settings(false, SEED + 1, 1);
    assertThat(scores(train(other, data))).isNotEqualTo(one);
  }

  @Test
  void itStopsWhenItIsToldTo() throws InterruptedException {
    List<Double> losses = new ArrayList<>();
    List<float[]> models = new ArrayList<>();
    TwoTowerData data = topics(false);
    TwoTowerModel last =
        new TwoTowerTrainer(settings(false, 2))
            .train(
                data,
                names(data),
                (epoch, loss, model) -> {
                  losses.add(loss);
                  models.add(scores(model.get()));
                  return epoch < 3;
                },
                Progress.NONE);
    assertThat(losses).hasSize(3);
    assertThat(losses.get(2)).isLessThan(losses.get(0));
    assertThat(scores(last)).isEqualTo(models.get(2)).isNotEqualTo(models.get(1));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void oneUserWithOneItemIsEnough(boolean attention) throws InterruptedException {
    TwoTowerData data = TwoTowerData.of(new int[] {0, 1}, new int[] {0}, true, 1, false);
    TwoTowerModel model = train(settings(attention, 2), data);
    assertThat(scores(model)).hasSize(1).doesNotContain(Float.NaN);
  }

  @Test
  void whereEverybodyHadEverythingThereIsNothingToTellApart() throws InterruptedException {
    int[] starts = {0, 2, 4, 6};
    TwoTowerData data = TwoTowerData.of(starts, new int[] {0, 1, 1, 0, 0, 1}, false, 2, true);
    assertThat(scores(train(settings(false, 2), data))).doesNotContain(Float.NaN);
  }

  @Test
  void nothingToLearnFromIsRefused() {
    TwoTowerData data = TwoTowerData.of(new int[] {0, 0}, new int[0], true, 3, false);
    assertThatThrownBy(() -> train(settings(false, 1), data))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("two towers need at least one positive, got none");
  }

  private static TwoTowerModel train(TwoTowerSettings settings, TwoTowerData data)
      throws InterruptedException {
    return new TwoTowerTrainer(settings)
        .train(data, names(data), TwoTowerTrainer.Epochs.ALL, Progress.NONE);
  }

  /// Feature f of an item goes by 1,000 + f.
  private static TwoTowerTrainer.Names names(TwoTowerData data) {
    List<String> ids = IntStream.range(0, data.catalog()).mapToObj(i -> "v" + i).toList();
    return new TwoTowerTrainer.Names(
        ids,
        IntStream.range(1_000, 1_000 + data.itemFeatures().columns()).asLongStream().toArray(),
        IntStream.range(0, data.queryFeatures().columns()).asLongStream().toArray());
  }

  private static TwoTowerSettings settings(boolean attention, int threads) {
    return settings(attention, SEED, threads);
  }

  private static TwoTowerSettings settings(boolean attention, long seed, int threads) {
    return new TwoTowerSettings(
        new TwoTowerSettings.Architecture(16, 5, 0, attention, 0),
        new TwoTowerSettings.Optimisation(8, 64, 0.1, 1, 0.1, 0),
        new TwoTowerSettings.Softmax(32, 0.2, true),
        seed,
        threads);
  }

  /// Every user has one topic. Items may say which is theirs, as a feature and as content.
  private static TwoTowerData topics(boolean described) {
    var random = new SplittableRandom(SEED);
    int[] starts = new int[USERS + 1];
    int[] items = new int[USERS * EACH];
    for (int user = 0; user < USERS; user++) {
      int first = random.nextInt(TOPICS) * PER_TOPIC;
      int[] own = random.ints(0, PER_TOPIC).distinct().limit(EACH).toArray();
      for (int i = 0; i < EACH; i++) {
        items[user * EACH + i] = first + own[i];
      }
      starts[user + 1] = (user + 1) * EACH;
    }
    if (!described) {
      return TwoTowerData.of(starts, items, true, ITEMS, false);
    }
    int[] all = IntStream.range(0, ITEMS).toArray();
    int[] topicOf = IntStream.range(0, ITEMS).map(item -> item / PER_TOPIC).toArray();
    float[] content = new float[ITEMS * TOPICS];
    for (int item = 0; item < ITEMS; item++) {
      content[item * TOPICS + topicOf[item]] = 1;
    }
    int[] none = {};
    return new TwoTowerData(
        starts,
        items,
        true,
        CsrMatrix.of(ITEMS, TOPICS, all, topicOf),
        CsrMatrix.of(ITEMS, 0, none, none),
        CsrMatrix.of(items.length, 0, none, none),
        new TwoTowerData.Content(TOPICS, content));
  }

  /// Pairs of an item out of 30 and its successor; where the next pair begins is chance.
  private static TwoTowerData chains() {
    var random = new SplittableRandom(SEED);
    int length = 10;
    int[] starts = new int[USERS + 1];
    int[] items = new int[USERS * length];
    for (int user = 0; user < USERS; user++) {
      for (int i = 0; i < length; i += 2) {
        int at = random.nextInt(30);
        items[user * length + i] = at;
        items[user * length + i + 1] = (at + 1) % 30;
      }
      starts[user + 1] = (user + 1) * length;
    }
    return TwoTowerData.of(starts, items, true, 30, false);
  }

  /// How often the successor of the latest item is the best answer, after four others.
  private static double nextInChain(TwoTowerModel model) {
    var random = new SplittableRandom(SEED + 1);
    int hits = 0;
    int asked = 200;
    for (int i = 0; i < asked; i++) {
      int latest = random.nextInt(30);
      int pair = random.nextInt(30);
      int other = random.nextInt(30);
      int[] history = {latest, (pair + 1) % 30, pair, (other + 1) % 30, other};
      hits += best(model, history, 1).getFirst() == (latest + 1) % 30 ? 1 : 0;
    }
    return hits / (double) asked;
  }

  /// @param latestFirst the history
  private static List<Integer> best(TwoTowerModel model, int[] latestFirst, int k) {
    int d = model.dimension();
    float[] rows = new float[latestFirst.length * d];
    for (int i = 0; i < latestFirst.length; i++) {
      model.row(latestFirst[i], rows, i * d);
    }
    float[] query = model.query(rows, latestFirst.length, new long[0]);
    float[] scores = new float[model.items().size()];
    model.scoreAll(query, scores);
    return top(scores, k);
  }

  /// The items whose vectors are the closest to one.
  private static List<Integer> closest(TwoTowerModel model, float[] unit) {
    float[] cosines = new float[model.items().size()];
    float[] vector = new float[model.dimension()];
    for (int item = 0; item < cosines.length; item++) {
      model.vector(item, vector, 0);
      for (int i = 0; i < vector.length; i++) {
        cosines[item] += vector[i] * unit[i];
      }
    }
    return top(cosines, 10);
  }

  private static List<Integer> top(float[] scores, int k) {
    TopK top = new TopK(k);
    top.addAll(scores);
    return Arrays.stream(top.ids()).boxed().toList();
  }

  /// What the model says after its first item.
  private static float[] scores(TwoTowerModel model) {
    float[] row = new float[model.dimension()];
    model.row(0, row, 0);
    float[] scores = new float[model.items().size()];
    model.scoreAll(model.query(row, 1, new long[0]), scores);
    return scores;
  }
}
