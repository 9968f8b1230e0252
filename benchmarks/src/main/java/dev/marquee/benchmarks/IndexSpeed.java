package dev.marquee.benchmarks;

import dev.marquee.engine.index.Hits;
import dev.marquee.engine.index.IdFilter;
import dev.marquee.engine.index.IndexSettings;
import dev.marquee.engine.index.VectorSource;
import dev.marquee.engine.index.ivf.IvfIndex;
import dev.marquee.engine.math.Parallel;
import dev.marquee.engine.math.TopK;
import dev.marquee.engine.math.Vectors;
import dev.marquee.engine.math.simd.FastScanBlocks;
import it.unimi.dsi.fastutil.ints.IntOpenHashSet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntPredicate;

/// What recall and latency does the vector index have, on one thread?
///
/// Generates [IndexVectors], or reads them from a file, and writes them to a file for
/// `benchmarks/peers`, whose programs print lines of the same form. Recall is relative to exact
/// search. Correctness is guarded by `IvfIndexTest`.
///
/// Arguments, each `name=value`: `from`, a file to read instead of generating; `file` to write; `n`
/// (1000000), `d` (64), `queries` (500), `k` (500), `recalls` (0.95,0.97,0.99), `threads` (2) for
/// building; `seed` (1); `replace` (0), 1 to replace half of them as well.
public final class IndexSpeed {

  private static final int ROUNDS = 3;
  private static final int SCAN = 4096;
  private static final int ADDED = 10_000;
  private static final double[] SHARES = {0.5, 0.1, 0.01, 0.001};

  private final IndexVectors data;
  private final int k;
  private final int threads;
  private final boolean isBiased;
  private final int[][] exact;

  private IndexSpeed(IndexVectors data, int k, int threads, boolean isBiased)
      throws InterruptedException {
    this.data = data;
    this.isBiased = isBiased;
    this.k = k;
    this.threads = threads;
    this.exact = exact(id -> true);
  }

  public static void main(String[] arguments) throws IOException, InterruptedException {
    Options options = new Options(arguments);
    String from = options.text("from", "");
    IndexVectors data = from.isEmpty() ? generate(options) : IndexVectors.read(Path.of(from));
    System.out.printf("# %s; %s%n", Machine.describe(), FastScanBlocks.kernels());
    String file = options.text("file", "");
    if (!file.isEmpty()) {
      data.write(Path.of(file));
    }
    bandwidth((long) data.size() * data.dimension());
    var speed =
        new IndexSpeed(
            data,
            options.integer("k", 500),
            options.integer("threads", 2),
            options.integer("bias", 0) == 1);
    for (String recall : options.text("recalls", "0.95,0.97,0.99").split(",", -1)) {
      speed.measure(Double.parseDouble(recall));
    }
    if (options.integer("replace", 0) == 1) {
      speed.replace(options.integer("seed", 1) + 1);
    }
  }

  private static IndexVectors generate(Options options) {
    return IndexVectors.generate(
        options.integer("n", 1_000_000),
        options.integer("d", 64),
        options.integer("queries", 500),
        options.integer("seed", 1));
  }

  /// Measures memory bandwidth: sums as many bytes as there are codes.
  private static void bandwidth(long bytes) {
    float[] values = new float[(int) (bytes / Float.BYTES)];
    double best = Double.MAX_VALUE;
    float sink = 0;
    for (int round = 0; round < 50; round++) {
      long start = System.nanoTime();
      sink += Vectors.sum(values, 0, values.length);
      best = Math.min(best, (System.nanoTime() - start) / 1e9);
    }
    System.out.printf(
        Locale.ROOT,
        "# a sum over the codes' %,d bytes takes %.2f ms: %.1f GB/s%s%n",
        bytes,
        best * 1e3,
        bytes / best / 1e9,
        sink == 0 ? "" : "!");
  }

  private IndexSettings settings() {
    IndexSettings plain = IndexSettings.of(data.dimension());
    return isBiased ? plain.withBias() : plain;
  }

  private void measure(double recall) throws InterruptedException {
    IndexSettings settings = settings().withRecall(recall);
    long start = System.nanoTime();
    var index = IvfIndex.build(VectorSource.rows(data.vectors(), data.dimension()), settings);
    double seconds = (System.nanoTime() - start) / 1e9;
    String name = "marquee recall=" + recall;
    System.out.printf(Locale.ROOT, "%s built in %.1f s, %d lists%n", name, seconds, index.lists());
    report(name + " all", index, IdFilter.ALL, exact);
    for (double share : SHARES) {
      long[] mask = mask(share);
      int[][] best = exact(id -> (mask[id >> 6] & 1L << id) != 0);
      report(name + " filter " + share, index, IdFilter.of(mask), best);
    }
    writes(name, index);
  }

  /// Replaces every other vector by one of another cluster, and builds a new index of the result
  /// for comparison.
  private void replace(long seed) throws InterruptedException {
    int d = data.dimension();
    float[] mixed = IndexVectors.generate(data.size(), d, 0, seed).vectors();
    for (int id = 1; id < data.size(); id += 2) {
      System.arraycopy(data.vectors(), id * d, mixed, id * d, d);
    }
    IndexSettings settings = settings();
    IvfIndex index = IvfIndex.build(VectorSource.rows(data.vectors(), d), settings);
    for (int id = 0; id < data.size(); id += 2) {
      index.put(id, mixed, id * d);
    }
    var after = new IndexSpeed(new IndexVectors(d, mixed, data.queries()), k, threads, isBiased);
    after.report("marquee half replaced", index, IdFilter.ALL, after.exact);
    index.recluster();
    after.report("marquee re-clustered", index, IdFilter.ALL, after.exact);
    IvfIndex fresh = IvfIndex.build(VectorSource.rows(mixed, d), settings);
    after.report("marquee fresh", fresh, IdFilter.ALL, after.exact);
  }

  private void report(String name, IvfIndex index, IdFilter filter, int[][] best) {
    double at10 = 0;
    double atK = 0;
    int counted = 0;
    double[] millis = new double[ROUNDS * data.asked()];
    for (int round = -1; round < ROUNDS; round++) {
      for (int query = 0; query < data.asked(); query++) {
        float[] asked = data.query(query);
        long start = System.nanoTime();
        Hits hits = index.search(asked, k, filter);
        if (round >= 0) {
          millis[round * data.asked() + query] = (System.nanoTime() - start) / 1e6;
        }
        if (round == 0 && best[query].length > 0) {
          at10 += recall(hits.ids(), best[query], 10);
          atK += recall(hits.ids(), best[query], k);
          counted++;
        }
      }
    }
    Arrays.sort(millis);
    System.out.printf(
        Locale.ROOT,
        "%s recall@10 %.4f recall@%d %.4f p50 %.3f ms p99 %.3f ms%n",
        name,
        at10 / counted,
        k,
        atK / counted,
        millis[millis.length / 2],
        millis[millis.length * 99 / 100]);
  }

  private static double recall(int[] found, int[] best, int cut) {
    int wanted = Math.min(cut, best.length);
    var first = new IntOpenHashSet(best, 0, wanted, 0.5f);
    int hits = 0;
    for (int i = 0; i < Math.min(cut, found.length); i++) {
      hits += first.contains(found[i]) ? 1 : 0;
    }
    return (double) hits / wanted;
  }

  /// Measures adds alone, then searches during 10,000 adds per second.
  private void writes(String name, IvfIndex index) throws InterruptedException {
    var random = new SplittableRandom(7);
    double each = 0;
    // The first of three rounds warms up the JIT.
    for (int round = 0; round < 3; round++) {
      long start = System.nanoTime();
      for (int i = 0; i < ADDED; i++) {
        int id = data.size() + round * ADDED + i;
        index.put(id, data.vectors(), random.nextInt(data.size()) * data.dimension());
      }
      each = (System.nanoTime() - start) / 1e3 / ADDED;
    }
    double alone = median(index);
    var stop = new AtomicBoolean();
    Thread writer =
        Thread.ofPlatform()
            .start(
                () -> {
                  long began = System.nanoTime();
                  for (long i = 0; !stop.get(); i++) {
                    index.put(
                        (int) (data.size() + i % ADDED),
                        data.vectors(),
                        random.nextInt(data.size()) * data.dimension());
                    while (!stop.get() && System.nanoTime() - began < i * 100_000) {
                      Thread.onSpinWait();
                    }
                  }
                });
    double beside = median(index);
    stop.set(true);
    writer.join();
    System.out.printf(
        Locale.ROOT,
        "%s add %.1f us, search %.3f ms, beside 10,000 adds a second %.3f ms%n",
        name,
        each,
        alone,
        beside);
  }

  private double median(IvfIndex index) {
    double[] millis = new double[ROUNDS * data.asked()];
    for (int i = 0; i < millis.length; i++) {
      float[] asked = data.query(i % data.asked());
      long start = System.nanoTime();
      index.search(asked, k, IdFilter.ALL);
      millis[i] = (System.nanoTime() - start) / 1e6;
    }
    Arrays.sort(millis);
    return millis[millis.length / 2];
  }

  private long[] mask(double share) {
    var random = new SplittableRandom(11);
    long[] mask = new long[(data.size() + 63) / 64];
    for (int id = 0; id < data.size(); id++) {
      if (random.nextDouble() < share) {
        mask[id >> 6] |= 1L << id;
      }
    }
    return mask;
  }

  private int[][] exact(IntPredicate passes) throws InterruptedException {
    int[][] best = new int[data.asked()][];
    new Parallel(threads)
        .overChunks(
            data.asked(),
            4,
            (chunk, from, to) -> {
              float[] scores = new float[SCAN];
              for (int query = from; query < to; query++) {
                best[query] = exact(query, scores, passes);
              }
            });
    return best;
  }

  private int[] exact(int query, float[] scores, IntPredicate passes) {
    int d = data.dimension();
    var top = new TopK(k);
    for (int first = 0; first < data.size(); first += SCAN) {
      int count = Math.min(SCAN, data.size() - first);
      Vectors.dots(data.vectors(), first * d, d, count, data.queries(), query * d, d, scores, 0);
      for (int i = 0; i < count; i++) {
        if (top.wants(scores[i]) && passes.test(first + i)) {
          top.add(first + i, scores[i]);
        }
      }
    }
    return top.ids();
  }
}
