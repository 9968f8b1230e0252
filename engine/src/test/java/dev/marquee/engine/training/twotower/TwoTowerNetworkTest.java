package dev.marquee.engine.training.twotower;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.marquee.engine.math.CsrMatrix;
import dev.marquee.engine.training.network.AdagradTable;
import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TwoTowerNetworkTest {

  private static final long SEED = 20_261_127;
  private static final int ITEMS = 30;
  private static final int USERS = 12;
  private static final int D = 8;

  /// Adagrad's first step leaves g² behind and moves against g: so the gradient can be read.
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void gradientsAreThoseOfFiniteDifferencesInDoublePrecision(boolean attention) throws Exception {
    TwoTowerSettings settings = settings(attention, 1);
    TwoTowerData data = data(new SplittableRandom(SEED));
    var network = new TwoTowerNetwork(data, settings);
    var batch = batch(data, settings);
    Map<String, AdagradTable> tables = new TreeMap<>();
    tables.put("items", network.items);
    tables.put("item features", network.itemFeatures.table());
    tables.put("neighbours", network.neighbours.table());
    tables.put("query features", network.queryFeatures.table());
    tables.put("map", network.map);
    tables.put("bias", network.bias);
    tables.put("content", network.content);
    if (network.encoder instanceof AttentiveHistory attentive) {
      tables.put("positions", attentive.positions);
      tables.put("query", attentive.query);
      tables.put("key", attentive.key);
    }
    var plain = new PlainTowers(data, settings, batch, tables);
    Map<String, float[]> before = new TreeMap<>();
    tables.forEach((name, table) -> before.put(name, table.weights.clone()));

    double loss = network.learn(batch);

    assertThat(loss).isCloseTo(plain.loss() / batch.rows, within(1e-5));
    tables.forEach(
        (name, table) -> {
          double[] weights = plain.weights.get(name);
          int checked = 0;
          for (int i = 0; i < weights.length; i += 1 + weights.length / 97) {
            double step = 1e-5;
            double kept = weights[i];
            weights[i] = kept + step;
            double above = plain.loss();
            weights[i] = kept - step;
            double below = plain.loss();
            weights[i] = kept;
            double expected = (above - below) / (2 * step);
            double found =
                Math.sqrt(table.squares(i)) * Math.signum(before.get(name)[i] - table.weights[i]);
            assertThat(found)
                .as("%s[%d], seed %d", name, i, SEED)
                .isCloseTo(expected, within(2e-4 + 2e-3 * Math.abs(expected)));
            checked += Math.abs(expected) > 1e-3 ? 1 : 0;
          }
          assertThat(checked).as("%s that matter", name).isGreaterThan(5);
        });
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void threadsChangeNoBit(boolean attention) throws Exception {
    TwoTowerData data = data(new SplittableRandom(SEED));
    float[][] rows = new float[3][];
    for (int threads = 1; threads <= 3; threads++) {
      TwoTowerSettings settings = settings(attention, threads);
      var network = new TwoTowerNetwork(data, settings);
      for (int step = 0; step < 5; step++) {
        network.learn(batch(data, settings));
      }
      rows[threads - 1] = network.rows();
    }
    assertThat(rows[1]).isEqualTo(rows[0]);
    assertThat(rows[2]).isEqualTo(rows[0]);
  }

  private static TwoTowerBatch batch(TwoTowerData data, TwoTowerSettings settings) {
    var batch = new TwoTowerBatch(data, settings);
    int[] order = new int[data.items().length];
    Arrays.setAll(order, i -> order.length - 1 - i);
    batch.fill(
        order,
        0,
        settings.optimisation().batchSize(),
        data.userOfEach(),
        new SplittableRandom(SEED));
    return batch;
  }

  private static TwoTowerSettings settings(boolean attention, int threads) {
    return new TwoTowerSettings(
        new TwoTowerSettings.Architecture(D, 5, 3, attention, 0),
        new TwoTowerSettings.Optimisation(1, 40, 0.05, 1, 1, 0),
        new TwoTowerSettings.Softmax(10, 0.2, true),
        SEED,
        threads);
  }

  private static TwoTowerData data(SplittableRandom random) {
    int[] starts = new int[USERS + 1];
    for (int user = 0; user < USERS; user++) {
      starts[user + 1] = starts[user] + random.nextInt(2, 9);
    }
    int[] items = new int[starts[USERS]];
    for (int user = 0; user < USERS; user++) {
      int[] shuffled = random.ints(0, ITEMS).distinct().limit(8).toArray();
      System.arraycopy(shuffled, 0, items, starts[user], starts[user + 1] - starts[user]);
    }
    float[] content = new float[ITEMS * 3];
    for (int i = 0; i < content.length; i++) {
      content[i] = (float) random.nextGaussian();
    }
    return new TwoTowerData(
        starts,
        items,
        true,
        sparse(ITEMS, 6, 2, random),
        sparse(ITEMS, ITEMS, 3, random),
        sparse(items.length, 7, 2, random),
        new TwoTowerData.Content(3, content));
  }

  private static CsrMatrix sparse(int rows, int columns, int each, SplittableRandom random) {
    int[] row = new int[rows * each];
    int[] column = new int[rows * each];
    float[] weight = new float[rows * each];
    for (int i = 0; i < row.length; i++) {
      row[i] = i / each;
      column[i] = random.nextInt(columns);
      weight[i] = (float) random.nextDouble(0.2, 1);
    }
    return CsrMatrix.of(rows, columns, row, column, weight);
  }
}
