package dev.marquee.engine.index.ivf;

import dev.marquee.engine.index.IndexSettings;
import dev.marquee.engine.index.VectorSource;
import dev.marquee.engine.math.Parallel;
import dev.marquee.engine.math.Vectors;

/// Divides vectors into lists.
final class IvfBuilder {

  /// Vectors of the sample for each list.
  private static final int SAMPLED = 64;

  /// Vectors in a thread's chunk of work.
  private static final int CHUNK = 256;

  /// Vectors whose residuals are measured.
  private static final int MEASURED = 8192;

  private final IndexSettings settings;
  private final int dimension;
  private final Parallel parallel;

  IvfBuilder(IndexSettings settings) {
    this.settings = settings;
    this.dimension = settings.dimension();
    this.parallel = new Parallel(settings.threads());
  }

  IvfLists build(VectorSource source) throws InterruptedException {
    int n = source.size();
    int count = Math.max(1, Math.min(n, settings.lists(n)));
    float[] sample =
        source.sample((int) Math.min(n, (long) count * SAMPLED), dimension, settings.seed());
    if (count == 1) {
      float[] mean = mean(sample);
      var residuals = ResidualStatistics.of(sample, mean, new int[rows(sample)], dimension);
      return fill(source, residuals, mean, new int[n]);
    }
    KMeans means = KMeans.of(sample, dimension, count, settings.seed(), parallel);
    int[] nearest = new int[n];
    parallel.overChunks(
        n,
        CHUNK,
        (chunk, from, to) -> {
          float[] rows = new float[(to - from) * dimension];
          for (int i = from; i < to; i++) {
            source.read(i, rows, (i - from) * dimension);
          }
          means.nearest(rows, 0, to - from, nearest, from);
        });
    return fill(source, residuals(sample, means), means.centroids(), nearest);
  }

  private int rows(float[] rows) {
    return rows.length / dimension;
  }

  private float[] mean(float[] sample) {
    float[] mean = new float[dimension];
    for (int i = 0; i < rows(sample); i++) {
      Vectors.axpy(1f / rows(sample), sample, i * dimension, mean, 0, dimension);
    }
    return mean;
  }

  /// Measures rows from all over the sample, as the sample may be sorted.
  private ResidualStatistics residuals(float[] sample, KMeans means) {
    int step = Math.max(1, rows(sample) / MEASURED);
    float[] some = new float[rows(sample) / step * dimension];
    for (int i = 0; i < rows(some); i++) {
      System.arraycopy(sample, i * step * dimension, some, i * dimension, dimension);
    }
    int[] nearest = new int[rows(some)];
    means.nearest(some, 0, nearest.length, nearest);
    return ResidualStatistics.of(some, means.centroids(), nearest, dimension);
  }

  private IvfLists fill(
      VectorSource source, ResidualStatistics residuals, float[] centroids, int[] nearest)
      throws InterruptedException {
    int n = nearest.length;
    int count = centroids.length / dimension;
    int[] counts = new int[count];
    int[] slots = new int[n];
    for (int i = 0; i < n; i++) {
      slots[i] = counts[nearest[i]]++;
    }
    VectorList[] lists = new VectorList[count];
    for (int list = 0; list < count; list++) {
      lists[list] = VectorList.unstamped(counts[list], dimension, settings.keepVectors());
    }
    double[] squares = new double[count];
    int parts = Math.ceilDiv(n, CHUNK);
    double[][] distances = new double[parts][];
    float[] maxErrors = new float[parts];
    parallel.overChunks(
        n,
        CHUNK,
        (chunk, from, to) -> {
          var encoder = new Encoder(residuals.scales());
          float[] vector = new float[dimension];
          double[] squared = new double[to - from];
          for (int i = from; i < to; i++) {
            source.read(i, vector, 0);
            encoder.encode(vector, 0, centroids, nearest[i] * dimension);
            maxErrors[chunk] = Math.max(maxErrors[chunk], encoder.quantizationError);
            lists[nearest[i]].set(slots[i], source.id(i), encoder, vector, 0);
            squared[i - from] = encoder.square;
          }
          distances[chunk] = squared;
        });
    for (int i = 0; i < n; i++) {
      squares[nearest[i]] += distances[i / CHUNK][i % CHUNK];
    }
    float[] spreads = new float[count];
    for (int list = 0; list < count; list++) {
      spreads[list] = (float) Math.sqrt(squares[list] / Math.max(1, counts[list]) / dimension);
    }
    var built = new IvfLists(residuals, centroids, spreads);
    for (int list = 0; list < count; list++) {
      lists[list].show(counts[list]);
    }
    built.fill(lists, maxErrors.length == 0 ? 0 : Vectors.max(maxErrors, 0, maxErrors.length));
    return built;
  }
}
