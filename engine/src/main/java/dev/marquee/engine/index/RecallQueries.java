package dev.marquee.engine.index;

import dev.marquee.engine.math.Vectors;
import it.unimi.dsi.fastutil.ints.IntOpenHashSet;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/// Queries that measure the recall of an index, made from its own vectors: single vectors, and
/// means of a few, since a viewer's vector is made from several watched videos. The target recall
/// must hold for both kinds, and at every depth.
public final class RecallQueries {

  private static final int QUERIES = 128;

  /// The maximum number of vectors averaged in a query.
  private static final int MAX_AVERAGED = 8;

  /// Depth: the number of requested candidates, divided by the share of vectors that pass the
  /// filter.
  private static final int[] DEPTHS = {50, 500, 5000};

  private RecallQueries() {}

  /// The depths at which recall is measured, ascending. A depth is the number of requested
  /// candidates, divided by the share of vectors that pass the filter.
  public static int[] depths() {
    return DEPTHS.clone();
  }

  /// Queries of even index are single vectors, those of odd index are means of a few.
  public static float[][] of(VectorSource source, IndexSettings settings) {
    float[][] queries = new float[Math.min(QUERIES, source.size())][];
    var random = new SplittableRandom(settings.seed());
    for (int i = 0; i < queries.length; i++) {
      int averaged = i % 2 == 0 ? 1 : 2 + random.nextInt(MAX_AVERAGED - 1);
      queries[i] = mean(source, settings.dimension(), averaged, random);
      if (settings.space().biased()) {
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
      VectorSource source, int dimension, int averaged, SplittableRandom random) {
    float[] sum = new float[dimension];
    float[] one = new float[dimension];
    for (int i = 0; i < averaged; i++) {
      source.read(random.nextInt(source.size()), one, 0);
      Vectors.axpy(1f / averaged, one, 0, sum, 0, dimension);
    }
    return sum;
  }

  /// The share of a query's true nearest that a search found.
  ///
  /// @param best the true nearest, the best first
  /// @param depth how many of `best` count
  public static double recall(int[] found, int[] best, int depth) {
    int wanted = Math.min(depth, best.length);
    var first = new IntOpenHashSet(best, 0, wanted, 0.5f);
    int hits = 0;
    for (int id : found) {
      hits += first.contains(id) ? 1 : 0;
    }
    return (double) hits / wanted;
  }

  /// The lower of the mean recalls of both kinds.
  ///
  /// @param recalls one a query
  public static double lowerMean(double[] recalls) {
    return Math.min(mean(recalls, 0), mean(recalls, 1));
  }

  private static double mean(double[] recalls, int first) {
    return IntStream.range(0, recalls.length)
        .filter(i -> i % 2 == first)
        .mapToDouble(i -> recalls[i])
        .average()
        .orElse(1);
  }
}
