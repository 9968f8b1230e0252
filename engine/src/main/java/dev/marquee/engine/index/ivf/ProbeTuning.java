package dev.marquee.engine.index.ivf;

import dev.marquee.engine.index.IdFilter;
import dev.marquee.engine.index.IndexSettings;
import dev.marquee.engine.index.RecallQueries;
import dev.marquee.engine.index.VectorSource;
import dev.marquee.engine.math.Parallel;

/// Finds the [ProbePolicy] that reads the fewest lists and still gives the target recall, at each
/// depth, by [RecallQueries].
final class ProbeTuning {

  /// Steps of the binary search for deviations.
  private static final int STEPS = 8;

  private static final float MAX_DEVIATIONS = 8;

  private final IvfLists lists;
  private final IndexSettings settings;
  private final float[][] queries;
  private final int[][] best;

  private ProbeTuning(IvfLists lists, IndexSettings settings, VectorSource source)
      throws InterruptedException {
    this.lists = lists;
    this.settings = settings;
    this.queries = RecallQueries.of(source, settings);
    this.best = new int[queries.length][];
    lists.probe(ProbePolicy.EVERYTHING);
    int[] depths = RecallQueries.depths();
    int deepest = depths[depths.length - 1];
    new Parallel(settings.threads())
        .overChunks(queries.length, 1, (i, from, to) -> best[i] = found(i, deepest));
  }

  /// Sets the policy of newly built lists.
  static void run(IvfLists lists, IndexSettings settings, VectorSource source)
      throws InterruptedException {
    if (lists.size() == 1 || settings.recall() == 1) {
      return;
    }
    var tuning = new ProbeTuning(lists, settings, source);
    int[] depths = RecallQueries.depths();
    float[] deviations = new float[depths.length];
    for (int i = 0; i < deviations.length; i++) {
      deviations[i] = tuning.min(depths[i]);
    }
    lists.probe(new ProbePolicy(deviations));
  }

  /// The fewest deviations with which searches to this depth reach the target recall.
  private float min(int depth) throws InterruptedException {
    float low = 0;
    float high = MAX_DEVIATIONS;
    for (int step = 0; step < STEPS; step++) {
      float middle = (low + high) / 2;
      lists.probe(ProbePolicy.of(middle));
      if (recall(depth) >= settings.recall()) {
        high = middle;
      } else {
        low = middle;
      }
    }
    return high;
  }

  private int[] found(int query, int k) {
    return lists.search(queries[query], k, IdFilter.ALL, VectorList.LATEST).ids();
  }

  private double recall(int depth) throws InterruptedException {
    double[] recalls = new double[queries.length];
    new Parallel(settings.threads())
        .overChunks(
            queries.length,
            1,
            (i, from, to) -> recalls[i] = RecallQueries.recall(found(i, depth), best[i], depth));
    return RecallQueries.lowerMean(recalls);
  }
}
