package dev.marquee.engine.index.ivf;

import dev.marquee.engine.math.Matrices;
import dev.marquee.engine.math.Parallel;
import dev.marquee.engine.math.Vectors;
import java.util.Arrays;
import java.util.SplittableRandom;

/// Lloyd's k-means by Euclidean distance. The result depends only on the data and the seed.
final class KMeans {

  private static final int ITERATIONS = 10;

  /// Vectors that are compared with all centroids in one matrix product.
  private static final int CHUNK = 128;

  private final int dimension;
  private final int clusters;
  private final float[] centroids;

  /// Half the squared norm of each centroid.
  private final float[] halves;

  private KMeans(int dimension, int clusters) {
    this.dimension = dimension;
    this.clusters = clusters;
    this.centroids = new float[clusters * dimension];
    this.halves = new float[clusters];
  }

  /// Clusters a sample.
  ///
  /// @param sample n × d
  /// @param clusters at most n
  static KMeans of(float[] sample, int dimension, int clusters, long seed, Parallel parallel)
      throws InterruptedException {
    var means = new KMeans(dimension, clusters);
    int n = sample.length / dimension;
    var random = new SplittableRandom(seed);
    int[] order = new int[n];
    Arrays.setAll(order, i -> i);
    for (int i = 0; i < clusters; i++) {
      int other = i + random.nextInt(n - i);
      int first = order[other];
      order[other] = order[i];
      order[i] = first;
      System.arraycopy(sample, first * dimension, means.centroids, i * dimension, dimension);
    }
    means.measure();
    int[] nearest = new int[n];
    for (int iteration = 0; iteration < ITERATIONS; iteration++) {
      parallel.overChunks(n, CHUNK, (chunk, from, to) -> means.nearest(sample, from, to, nearest));
      means.move(sample, nearest);
    }
    return means;
  }

  int clusters() {
    return clusters;
  }

  float[] centroids() {
    return centroids;
  }

  /// Writes the numbers of the nearest centroids of rows [from, to) to the same indices of `into`.
  void nearest(float[] rows, int from, int to, int[] into) {
    nearest(rows, from, to - from, into, from);
  }

  /// Writes the numbers of the nearest centroids of `rowCount` rows from row `first` on to `into`
  /// from `at` on.
  void nearest(float[] rows, int first, int rowCount, int[] into, int at) {
    float[] products = new float[rowCount * clusters];
    new Matrices()
        .multiply(
            rowCount,
            clusters,
            dimension,
            Matrices.View.rows(rows, first * dimension, dimension),
            Matrices.View.rows(centroids, 0, dimension).transposed(),
            products,
            0,
            clusters,
            false);
    for (int i = 0; i < rowCount; i++) {
      into[at + i] = nearest(products, i * clusters, halves);
    }
  }

  /// The number of the nearest centroid: the one with the greatest inner product minus half the
  /// squared norm.
  ///
  /// @param products of one vector with all centroids; they are overwritten
  /// @param halves half the squared norm of each centroid
  static int nearest(float[] products, int offset, float[] halves) {
    Vectors.axpy(-1, halves, 0, products, offset, halves.length);
    float greatest = Vectors.max(products, offset, halves.length);
    for (int i = 0; i < halves.length; i++) {
      if (products[offset + i] == greatest) {
        return i;
      }
    }
    return 0;
  }

  private void move(float[] sample, int[] nearest) {
    double[] sums = new double[clusters * dimension];
    int[] counts = new int[clusters];
    for (int i = 0; i < nearest.length; i++) {
      int cluster = nearest[i];
      counts[cluster]++;
      for (int k = 0; k < dimension; k++) {
        sums[cluster * dimension + k] += sample[i * dimension + k];
      }
    }
    for (int cluster = 0; cluster < clusters; cluster++) {
      if (counts[cluster] > 0) {
        for (int k = 0; k < dimension; k++) {
          centroids[cluster * dimension + k] =
              (float) (sums[cluster * dimension + k] / counts[cluster]);
        }
      }
    }
    for (int cluster = 0; cluster < clusters; cluster++) {
      if (counts[cluster] == 0) {
        split(largest(counts), cluster, counts);
      }
    }
    measure();
  }

  private static int largest(int[] counts) {
    int largest = 0;
    for (int i = 1; i < counts.length; i++) {
      largest = counts[i] > counts[largest] ? i : largest;
    }
    return largest;
  }

  /// Replaces an empty cluster by a half of a large one.
  private void split(int large, int empty, int[] counts) {
    for (int k = 0; k < dimension; k++) {
      float shift = k % 2 == 0 ? 1 + 1f / 1024 : 1 - 1f / 1024;
      centroids[empty * dimension + k] = centroids[large * dimension + k] * shift;
      centroids[large * dimension + k] *= 2 - shift;
    }
    counts[empty] = counts[large] / 2;
    counts[large] -= counts[empty];
  }

  private void measure() {
    for (int cluster = 0; cluster < clusters; cluster++) {
      halves[cluster] = Vectors.squaredNorm(centroids, cluster * dimension, dimension) / 2;
    }
  }
}
