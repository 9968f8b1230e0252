package dev.marquee.adapters.faiss;

import dev.marquee.engine.index.RecallQueries;
import dev.marquee.engine.index.VectorSource;
import dev.marquee.engine.math.Parallel;
import java.util.Arrays;

/// Finds how many lists a [FaissIndex] must read, by [RecallQueries].
///
/// One number is used for all depths. Each depth is measured by its own searches: a deep search
/// reads more lists where the first hold too few vectors.
final class FaissProbeTuning {

  private final FaissIndex index;
  private final Parallel parallel;
  private final float[][] queries;
  private final int[][] best;

  private FaissProbeTuning(FaissIndex index, VectorSource source) throws InterruptedException {
    this.index = index;
    this.parallel = new Parallel(index.settings().threads());
    this.queries = RecallQueries.of(source, index.settings());
    this.best = found(index.lists(), Arrays.stream(RecallQueries.depths()).max().orElseThrow());
  }

  /// The least number of lists with which the target recall is reached.
  static int probes(FaissIndex index, VectorSource source) throws InterruptedException {
    var tuning = new FaissProbeTuning(index, source);
    int low = 1;
    int high = index.lists();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (tuning.recall(middle) >= index.settings().recall()) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return high;
  }

  private int[][] found(int probes, int depth) throws InterruptedException {
    var found = new int[queries.length][];
    parallel.overChunks(
        queries.length,
        1,
        (i, from, to) ->
            found[i] = index.search(queries[i], depth, index.size(), null, probes).ids());
    return found;
  }

  /// The lowest mean recall over both kinds of queries and all depths.
  private double recall(int probes) throws InterruptedException {
    double lowest = 1;
    for (int depth : RecallQueries.depths()) {
      int[][] found = found(probes, depth);
      double[] recalls = new double[queries.length];
      for (int i = 0; i < recalls.length; i++) {
        recalls[i] = RecallQueries.recall(found[i], best[i], depth);
      }
      lowest = Math.min(lowest, RecallQueries.lowerMean(recalls));
    }
    return lowest;
  }
}
