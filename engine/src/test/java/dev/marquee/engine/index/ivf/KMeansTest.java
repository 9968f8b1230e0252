package dev.marquee.engine.index.ivf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.marquee.engine.math.Parallel;
import dev.marquee.testkit.Seed;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class KMeansTest {

  private static final int N = 400;
  private static final int D = 5;
  private static final int CLUSTERS = 9;
  private static final Parallel ALONE = new Parallel(1);

  private static float[] sample(SplittableRandom random) {
    float[] sample = new float[N * D];
    for (int i = 0; i < sample.length; i++) {
      sample[i] = (float) random.nextGaussian();
    }
    return sample;
  }

  @Test
  void clustersAreAsGoodAsThoseOfPlainLloyd(@Seed SplittableRandom random)
      throws InterruptedException {
    for (int round = 0; round < 20; round++) {
      float[] sample = sample(random);
      long seed = random.nextLong();
      KMeans means = KMeans.of(sample, D, CLUSTERS, seed, ALONE);
      // Where a vector is between two clusters, rounding decides otherwise: then few differ.
      assertThat(loss(sample, means.centroids()))
          .isCloseTo(loss(sample, lloyd(sample, seed)), within(0.02 * N));
    }
  }

  /// Sums of doubles, and each distance computed as it is defined.
  private static float[] lloyd(float[] sample, long seed) {
    var random = new SplittableRandom(seed);
    int[] order = new int[N];
    Arrays.setAll(order, i -> i);
    float[] centroids = new float[CLUSTERS * D];
    for (int i = 0; i < CLUSTERS; i++) {
      int other = i + random.nextInt(N - i);
      int first = order[other];
      order[other] = order[i];
      order[i] = first;
      System.arraycopy(sample, first * D, centroids, i * D, D);
    }
    for (int iteration = 0; iteration < 10; iteration++) {
      double[] sums = new double[CLUSTERS * D];
      int[] counts = new int[CLUSTERS];
      for (int row = 0; row < N; row++) {
        int nearest = nearest(sample, row, centroids);
        counts[nearest]++;
        for (int k = 0; k < D; k++) {
          sums[nearest * D + k] += sample[row * D + k];
        }
      }
      for (int i = 0; i < centroids.length; i++) {
        centroids[i] = counts[i / D] == 0 ? centroids[i] : (float) (sums[i] / counts[i / D]);
      }
    }
    return centroids;
  }

  private static int nearest(float[] sample, int row, float[] centroids) {
    int nearest = 0;
    for (int cluster = 1; cluster < centroids.length / D; cluster++) {
      if (distance(sample, row, centroids, cluster) < distance(sample, row, centroids, nearest)) {
        nearest = cluster;
      }
    }
    return nearest;
  }

  private static double distance(float[] sample, int row, float[] centroids, int cluster) {
    double sum = 0;
    for (int k = 0; k < D; k++) {
      double difference = (double) sample[row * D + k] - centroids[cluster * D + k];
      sum += difference * difference;
    }
    return sum;
  }

  private static double loss(float[] sample, float[] centroids) {
    double sum = 0;
    for (int row = 0; row < sample.length / D; row++) {
      sum += distance(sample, row, centroids, nearest(sample, row, centroids));
    }
    return sum;
  }

  @Test
  void theNearestCentroidIsTheOneAtTheLeastDistance(@Seed SplittableRandom random)
      throws InterruptedException {
    float[] sample = sample(random);
    KMeans means = KMeans.of(sample, D, CLUSTERS, 1, ALONE);
    int[] nearest = new int[N];
    means.nearest(sample, 0, N, nearest);
    for (int row = 0; row < N; row++) {
      int expected = nearest(sample, row, means.centroids());
      assertThat(distance(sample, row, means.centroids(), nearest[row]))
          .isCloseTo(distance(sample, row, means.centroids(), expected), within(1e-4));
    }
  }

  @Test
  void theSeedDecidesAndTheThreadsDoNot(@Seed SplittableRandom random) throws InterruptedException {
    float[] sample = sample(random);
    float[] alone = KMeans.of(sample, D, CLUSTERS, 7, ALONE).centroids();
    assertThat(KMeans.of(sample, D, CLUSTERS, 7, new Parallel(3)).centroids()).isEqualTo(alone);
    assertThat(KMeans.of(sample, D, CLUSTERS, 8, ALONE).centroids()).isNotEqualTo(alone);
  }

  @Test
  void clustersThatNothingIsNearToTakeHalfOfALargeOne() throws InterruptedException {
    // Nine start among three places, so at least six are empty after the first assignment.
    float[] sample = new float[N * D];
    for (int row = 0; row < N; row++) {
      Arrays.fill(sample, row * D, (row + 1) * D, row % 100 == 0 ? 9 : row % 3 == 0 ? -4 : 1);
    }
    KMeans means = KMeans.of(sample, D, CLUSTERS, 1, ALONE);
    assertThat(means.clusters()).isEqualTo(CLUSTERS);
    for (float coordinate : means.centroids()) {
      assertThat(coordinate).isBetween(-10f, 10f);
    }
    assertThat(loss(sample, means.centroids()) / N).isLessThan(0.01);
  }
}
