package dev.marquee.benchmarks;

import dev.marquee.engine.Progress;
import dev.marquee.engine.math.Vectors;
import dev.marquee.engine.models.twotower.TwoTowerModel;
import dev.marquee.engine.training.twotower.TwoTowerData;
import dev.marquee.engine.training.twotower.TwoTowerSettings;
import dev.marquee.engine.training.twotower.TwoTowerTrainer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/// Trains two towers and writes their vectors in the format of `IndexSpeed` and `benchmarks/peers`,
/// unchanged and repeated with noise.
///
/// An item is its unit vector and its bias. A viewer is the unit vector of the latest history and a
/// 1, so that the inner product is the score.
///
/// Arguments, each `name=value`: `train`, a [PairFile]; `file` to write; `repeated` to write, with
/// `n` (1000000) vectors, each an item's and noise of half its length; `d` (63), which the bias
/// makes one more; `epochs` (10), `queries` (500), `threads` (2), `seed` (1).
public final class TowerVectors {

  private static final double NOISE = 0.5;

  private final TwoTowerModel model;
  private final int width;
  private final SplittableRandom random;

  private TowerVectors(TwoTowerModel model, long seed) {
    this.model = model;
    this.width = model.dimension() + 1;
    this.random = new SplittableRandom(seed);
  }

  public static void main(String[] arguments) throws IOException, InterruptedException {
    Options options = new Options(arguments);
    TwoTowerData data = TwoTowerSpeed.data(PairFile.read(Path.of(options.text("train", ""))));
    long seed = options.integer("seed", 1);
    TwoTowerSettings settings =
        new TwoTowerSettings(
            new TwoTowerSettings.Architecture(options.integer("d", 63), 50, 0, false, 10),
            new TwoTowerSettings.Optimisation(options.integer("epochs", 10), 1024, 0.05, 1, 0.1, 0),
            new TwoTowerSettings.Softmax(1024, 0.1, true),
            seed,
            options.integer("threads", 2));
    var made = new TowerVectors(train(data, settings), seed);
    float[] queries = made.queries(data, options.integer("queries", 500));
    float[] items = made.items();
    new IndexVectors(made.width, items, queries).write(Path.of(options.text("file", "towers.bin")));
    String repeated = options.text("repeated", "");
    if (!repeated.isEmpty()) {
      float[] count = made.repeated(items, options.integer("n", 1_000_000));
      new IndexVectors(made.width, count, queries).write(Path.of(repeated));
    }
  }

  private static TwoTowerModel train(TwoTowerData data, TwoTowerSettings settings)
      throws InterruptedException {
    List<String> ids = IntStream.range(0, data.catalog()).mapToObj(Integer::toString).toList();
    long[] users = new long[data.queryFeatures().columns()];
    Arrays.setAll(users, user -> user);
    return new TwoTowerTrainer(settings)
        .train(
            data,
            new TwoTowerTrainer.Names(ids, new long[0], users),
            (epoch, loss, model) -> {
              System.out.printf("epoch %d: loss %.4f%n", epoch, loss);
              return true;
            },
            Progress.NONE);
  }

  private float[] items() {
    float[] items = new float[model.items().size() * width];
    for (int item = 0; item < model.items().size(); item++) {
      model.vector(item, items, item * width);
      items[(item + 1) * width - 1] = model.bias(item);
    }
    return items;
  }

  /// Query vectors of distinct random users.
  private float[] queries(TwoTowerData data, int count) {
    int[] users =
        random.ints(0, data.users()).distinct().limit(Math.min(count, data.users())).toArray();
    int d = model.dimension();
    float[] queries = new float[users.length * width];
    for (int i = 0; i < users.length; i++) {
      int first = data.starts()[users[i]];
      int length = Math.min(data.starts()[users[i] + 1] - first, model.historyLength());
      float[] history = new float[length * d];
      for (int back = 0; back < length; back++) {
        model.row(data.items()[first + length - 1 - back], history, back * d);
      }
      float[] query = model.query(history, length, new long[] {users[i]});
      System.arraycopy(query, 0, queries, i * width, d);
      queries[(i + 1) * width - 1] = 1;
    }
    return queries;
  }

  private float[] repeated(float[] items, int count) {
    int own = items.length / width;
    float[] repeated = new float[count * width];
    float[] noise = new float[width];
    for (int i = 0; i < count; i++) {
      int from = i % own * width;
      for (int k = 0; k < width; k++) {
        noise[k] = (float) random.nextGaussian();
      }
      double share =
          NOISE
              * Math.sqrt(
                  Vectors.squaredNorm(items, from, width) / Vectors.squaredNorm(noise, 0, width));
      System.arraycopy(items, from, repeated, i * width, width);
      Vectors.axpy((float) share, noise, 0, repeated, i * width, width);
    }
    return repeated;
  }
}
