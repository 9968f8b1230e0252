package dev.marquee.benchmarks;

import dev.marquee.engine.math.CsrMatrix;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.ints.IntOpenHashSet;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.SplittableRandom;

/// A synthetic binary users × items matrix for measuring ALS, shaped like MovieLens-20M: long tails
/// on both sides, and learnable tastes. Depends only on the seed, not on the machine.
///
/// Each item is a point in a space of [#TRAITS] traits, with a popularity that decreases with its
/// rank. A topic is a direction in that space; items along it are likelier. A user watches items
/// from a few topics, and sometimes popular items.
///
/// @param train the training part
/// @param heldOut every fifth item of the first [#JUDGES] users, absent from `train`
record AlsMatrix(CsrMatrix train, CsrMatrix heldOut) {

  /// Number of users with held-out items.
  static final int JUDGES = 10_000;

  private static final int HELD_OUT_EVERY = 5;
  private static final int TRAITS = 24;
  private static final int TOPICS = 300;
  private static final int MOST_TOPICS = 6;
  private static final double CHANCE = 0.15;
  private static final double PULL = 2;
  private static final int SHORTEST = 20;

  /// Draws about `entries` entries.
  static AlsMatrix generate(int users, int items, int entries, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] popularity = new double[items];
    for (int item = 0; item < items; item++) {
      popularity[item] = Math.pow(item + 20.0, -1.1);
    }
    double[][] traits = gaussians(items, random);
    double[][] directions = gaussians(TOPICS, random);
    Lottery[] topics = new Lottery[TOPICS];
    for (int topic = 0; topic < TOPICS; topic++) {
      double[] weights = popularity.clone();
      for (int item = 0; item < items; item++) {
        double along = 0;
        for (int i = 0; i < TRAITS; i++) {
          along += traits[item][i] * directions[topic][i];
        }
        weights[item] *= Math.exp(PULL * along / Math.sqrt(TRAITS));
      }
      topics[topic] = Lottery.of(weights);
    }
    Lottery everybody = Lottery.of(popularity);
    // Log-normal lengths with a shortest: exp(μ + σ²/2) is their mean.
    double sigma = 1.1;
    double mu = Math.log((double) entries / users - SHORTEST) - sigma * sigma / 2;
    Entries train = Entries.none();
    Entries heldOut = Entries.none();
    for (int user = 0; user < users; user++) {
      int length = SHORTEST + (int) Math.exp(mu + sigma * random.nextGaussian());
      length = Math.min(length, items / 8);
      int[] liked = random.ints(1 + random.nextInt(MOST_TOPICS), 0, TOPICS).toArray();
      IntOpenHashSet seen = new IntOpenHashSet(length);
      for (int tries = 20 * length; tries > 0 && seen.size() < length; tries--) {
        Lottery lottery =
            random.nextDouble() < CHANCE ? everybody : topics[liked[random.nextInt(liked.length)]];
        int item = lottery.draw(random);
        if (seen.add(item)) {
          boolean kept = user >= JUDGES || seen.size() % HELD_OUT_EVERY != 0;
          (kept ? train : heldOut).add(user, item);
        }
      }
    }
    return new AlsMatrix(train.matrix(users, items), heldOut.matrix(users, items));
  }

  /// Writes both parts for other languages, all in little-endian 32-bit integers: users and items,
  /// then per part its number of entries, the `users + 1` starts of its rows, and its columns.
  void write(Path file) throws IOException {
    try (FileChannel out =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      write(out, new int[] {train.rows(), train.columns()});
      for (CsrMatrix part : new CsrMatrix[] {train, heldOut}) {
        int[] starts = new int[part.rows() + 1];
        for (int row = 0; row < part.rows(); row++) {
          starts[row + 1] = part.end(row);
        }
        write(out, new int[] {part.entries()});
        write(out, starts);
        write(out, part.columnIndices());
      }
    }
  }

  private static void write(FileChannel out, int[] values) throws IOException {
    ByteBuffer bytes =
        ByteBuffer.allocate(Math.multiplyExact(4, values.length)).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asIntBuffer().put(values);
    while (bytes.hasRemaining()) {
      out.write(bytes);
    }
  }

  private static double[][] gaussians(int count, SplittableRandom random) {
    double[][] vectors = new double[count][TRAITS];
    for (double[] vector : vectors) {
      for (int i = 0; i < TRAITS; i++) {
        vector[i] = random.nextGaussian();
      }
    }
    return vectors;
  }

  /// Entries in the order of generation.
  private record Entries(IntArrayList rows, IntArrayList columns) {

    static Entries none() {
      return new Entries(new IntArrayList(), new IntArrayList());
    }

    void add(int row, int column) {
      rows.add(row);
      columns.add(column);
    }

    CsrMatrix matrix(int users, int items) {
      return CsrMatrix.of(users, items, rows.toIntArray(), columns.toIntArray());
    }
  }

  /// Draws numbers by weight in two steps: Walker's alias method.
  private record Lottery(float[] keep, int[] alias) {

    static Lottery of(double[] weights) {
      int n = weights.length;
      double total = 0;
      for (double weight : weights) {
        total += weight;
      }
      double[] scaled = new double[n];
      int[] small = new int[n];
      int[] large = new int[n];
      int smalls = 0;
      int larges = 0;
      for (int i = 0; i < n; i++) {
        scaled[i] = weights[i] * n / total;
        if (scaled[i] < 1) {
          small[smalls++] = i;
        } else {
          large[larges++] = i;
        }
      }
      float[] keep = new float[n];
      Arrays.fill(keep, 1);
      int[] alias = new int[n];
      while (smalls > 0 && larges > 0) {
        int less = small[--smalls];
        int more = large[larges - 1];
        keep[less] = (float) scaled[less];
        alias[less] = more;
        scaled[more] -= 1 - scaled[less];
        if (scaled[more] < 1) {
          larges--;
          small[smalls++] = more;
        }
      }
      return new Lottery(keep, alias);
    }

    int draw(SplittableRandom random) {
      int place = random.nextInt(keep.length);
      return random.nextFloat() < keep[place] ? place : alias[place];
    }
  }
}
