package dev.marquee.benchmarks;

import dev.marquee.engine.Progress;
import dev.marquee.engine.training.twotower.TwoTowerData;
import dev.marquee.engine.training.twotower.TwoTowerSettings;
import dev.marquee.engine.training.twotower.TwoTowerTrainer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/// How many examples per second do two towers train on, and how does the loss fall?
///
/// Trains what `benchmarks/peers/two_tower_torch.py` trains: a vector of each user and the mean of
/// the history through a map, against a vector and a bias of each item. Each positive is an example
/// once an epoch. Prints the epochs in the form of that program: steps, the mean loss, examples a
/// second since the first epoch, which warms up.
///
/// Arguments, each `name=value`: `train`, a [PairFile]; `d` (64), `batch` (2048), `negatives`
/// (2048), `history` (50), `epochs` (5), `threads` (2), `seed` (1).
public final class TwoTowerSpeed {

  private TwoTowerSpeed() {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    Options options = new Options(arguments);
    TwoTowerData data = data(PairFile.read(Path.of(options.text("train", "train.txt.gz"))));
    int batch = options.integer("batch", 2048);
    TwoTowerSettings settings =
        new TwoTowerSettings(
            new TwoTowerSettings.Architecture(
                options.integer("d", 64), options.integer("history", 50), 0, false, 0),
            new TwoTowerSettings.Optimisation(options.integer("epochs", 5), batch, 0.05, 1, 0.1, 0),
            new TwoTowerSettings.Softmax(options.integer("negatives", 2048), 0.1, false),
            options.integer("seed", 1),
            options.integer("threads", 2));
    int positives = data.items().length;
    System.out.printf(
        "# %s; %,d users, %,d items, %,d positives; %d threads%n",
        Machine.describe(), data.users(), data.catalog(), positives, settings.threads());
    List<String> ids = IntStream.range(0, data.catalog()).mapToObj(Integer::toString).toList();
    long[] users = LongStream.range(0, data.users()).toArray();
    long[] second = new long[1];
    new TwoTowerTrainer(settings)
        .train(
            data,
            new TwoTowerTrainer.Names(ids, new long[0], users),
            (epoch, loss, model) -> {
              long now = System.nanoTime();
              if (epoch == 1) {
                second[0] = now;
              }
              double seconds = (now - second[0]) / 1e9;
              System.out.printf(
                  Locale.ROOT,
                  "%d %.6f %.0f%n",
                  epoch * Math.ceilDiv(positives, batch),
                  loss,
                  epoch == 1 ? 0 : (epoch - 1.0) * positives / seconds);
              return true;
            },
            Progress.NONE);
  }

  /// Each user's items in random order.
  static TwoTowerData data(List<int[]> pairs) {
    // Neighbours in a file may be neighbours in time: pieces of histories must not know.
    Collections.shuffle(pairs, new Random(1));
    pairs.sort(Comparator.comparingInt(pair -> pair[0]));
    int users = 1 + pairs.getLast()[0];
    int[] starts = new int[users + 1];
    int[] items = new int[pairs.size()];
    for (int i = 0; i < items.length; i++) {
      items[i] = pairs.get(i)[1];
      starts[pairs.get(i)[0] + 1]++;
    }
    Arrays.parallelPrefix(starts, Integer::sum);
    int catalog = 1 + Arrays.stream(items).max().orElse(-1);
    return TwoTowerData.of(starts, items, false, catalog, true);
  }
}
