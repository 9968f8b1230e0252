package dev.marquee.engine.index.ivf;

import dev.marquee.engine.index.IdFilter;
import dev.marquee.engine.index.VectorSource;
import dev.marquee.engine.math.Parallel;
import dev.marquee.engine.math.Vectors;
import it.unimi.dsi.fastutil.ints.IntOpenHashSet;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/// Finds how far an index must look to find as much as is asked, at any depth, by queries made of
/// its own vectors: single ones and means of a few, since a viewer is made of what was watched. The
/// share is to be found of either kind, by few candidates and by many.
public final class ProbeTuning {

  private static final int QUERIES = 128;

  /// The most vectors that a query is the mean of.
  private static final int MAX = 8;

  /// Halvings of the reach's range.
  private static final int STEPS = 8;

  private static final float FARTHEST = 8;

  private final IvfLists lists;
  private final IvfSettings settings;
  private final float[][] queries;
  private final int[][] best;

  private ProbeTuning(IvfLists lists, IvfSettings settings, VectorSource source)
      throws InterruptedException {
    this.lists = lists;
    this.settings = settings;
    this.queries = queries(source, settings);
    this.best = new int[queries.length][];
    lists.reach(ProbePolicy.EVERYTHING);
    int deepest = ProbePolicy.DEPTHS[ProbePolicy.DEPTHS.length - 1];
    new Parallel(settings.threads())
        .overChunks(queries.length, 1, (i, from, to) -> best[i] = found(i, deepest));
  }

  /// Sets the least reach with which the recall is enough.
  static void run(IvfLists lists, IvfSettings settings, VectorSource source)
      throws InterruptedException {
    if (lists.size() == 1 || settings.recall() == 1) {
      return;
    }
    var calibration = new ProbeTuning(lists, settings, source);
    float[] spreads = new float[ProbePolicy.DEPTHS.length];
    for (int i = 0; i < spreads.length; i++) {
      spreads[i] = calibration.min(ProbePolicy.DEPTHS[i]);
    }
    lists.reach(new ProbePolicy(spreads));
  }

  /// The least reach with which searches for so many find enough.
  private float min(int depth) throws InterruptedException {
    float low = 0;
    float high = FARTHEST;
    for (int step = 0; step < STEPS; step++) {
      float middle = (low + high) / 2;
      lists.reach(ProbePolicy.of(middle));
      if (recall(depth) >= settings.recall()) {
        high = middle;
      } else {
        low = middle;
      }
    }
    return high;
  }

  /// One vector where a query's number is even, the mean of a few where it is odd.
  public static float[][] queries(VectorSource source, IvfSettings settings) {
    float[][] queries = new float[Math.min(QUERIES, source.size())][];
    var random = new SplittableRandom(settings.seed());
    for (int i = 0; i < queries.length; i++) {
      int many = i % 2 == 0 ? 1 : 2 + random.nextInt(MAX - 1);
      queries[i] = mean(source, settings.dimension(), many, random);
      if (settings.biased()) {
        toBiased(queries[i]);
      }
    }
    return queries;
  }

  private static void toBiased(float[] mean) {
    int last = mean.length - 1;
    float length = (float) Math.sqrt(Vectors.squaredNorm(mean, 0, last));
    if (length > 0) {
      Vectors.scale(1 / length, mean, 0, last);
    }
    mean[last] = 1;
  }

  private static float[] mean(
      VectorSource source, int dimension, int many, SplittableRandom random) {
    float[] sum = new float[dimension];
    float[] one = new float[dimension];
    for (int i = 0; i < many; i++) {
      source.read(random.nextInt(source.size()), one, 0);
      Vectors.axpy(1f / many, one, 0, sum, 0, dimension);
    }
    return sum;
  }

  private int[] found(int query, int k) {
    return lists.search(queries[query], k, IdFilter.ALL, VectorList.LATEST).ids();
  }

  private double recall(int depth) throws InterruptedException {
    double[] shares = new double[queries.length];
    new Parallel(settings.threads())
        .overChunks(
            queries.length, 1, (i, from, to) -> shares[i] = share(found(i, depth), best[i], depth));
    return lower(shares);
  }

  /// The share of the best that was found.
  ///
  /// @param best the first are the best
  /// @param depth how many of them count
  public static double share(int[] found, int[] best, int depth) {
    int wanted = Math.min(depth, best.length);
    var first = new IntOpenHashSet(best, 0, wanted, 0.5f);
    int hits = 0;
    for (int id : found) {
      hits += first.contains(id) ? 1 : 0;
    }
    return (double) hits / wanted;
  }

  /// The lower of both kinds' means.
  public static double lower(double[] shares) {
    return Math.min(mean(shares, 0), mean(shares, 1));
  }

  private static double mean(double[] shares, int first) {
    return IntStream.range(0, shares.length)
        .filter(i -> i % 2 == first)
        .mapToDouble(i -> shares[i])
        .average()
        .orElse(1);
  }
}
