package dev.marquee.engine.index.ivf;

import dev.marquee.engine.index.Metric;

/// How an [IvfIndex] is built.
///
/// @param dimension d
/// @param metric what is near
/// @param recall the share of the true best that searches find on average, from which the lists to
///   be read are chosen; 1 reads all lists
/// @param exactBelow up to so many vectors there is one list and scores are exact
/// @param keepVectors whether the vectors themselves stay beside their codes, for exact scores; a
///   byte a coordinate instead takes a third of the memory
/// @param biased whether the last coordinate is what everybody likes of a vector, and queries are
///   unit vectors and a 1 there: the recall is then for such queries
/// @param threads that build and re-cluster; the result does not depend on it
/// @param seed of the sample and of the first centroids
public record IvfSettings(
    int dimension,
    Metric metric,
    double recall,
    int exactBelow,
    boolean keepVectors,
    boolean biased,
    int threads,
    long seed) {

  public IvfSettings {
    if (dimension < 1) {
      throw new IllegalArgumentException("dimension must be at least 1, was " + dimension);
    }
    if (!(recall > 0 && recall <= 1)) {
      throw new IllegalArgumentException("recall must be above 0 and at most 1, was " + recall);
    }
    if (exactBelow < 0) {
      throw new IllegalArgumentException("exactBelow must not be negative, was " + exactBelow);
    }
    if (threads < 1) {
      throw new IllegalArgumentException("threads must be at least 1, was " + threads);
    }
  }

  /// Inner products, recall .97, exact up to 20,000 vectors, all the machine's threads.
  public static IvfSettings of(int dimension) {
    return new IvfSettings(
        dimension,
        Metric.INNER_PRODUCT,
        0.97,
        20_000,
        true,
        false,
        Runtime.getRuntime().availableProcessors(),
        1);
  }

  public IvfSettings withRecall(double newRecall) {
    return new IvfSettings(
        dimension, metric, newRecall, exactBelow, keepVectors, biased, threads, seed);
  }

  public IvfSettings withExactBelow(int vectors) {
    return new IvfSettings(dimension, metric, recall, vectors, keepVectors, biased, threads, seed);
  }

  public IvfSettings withMetric(Metric newMetric) {
    return new IvfSettings(
        dimension, newMetric, recall, exactBelow, keepVectors, biased, threads, seed);
  }

  public IvfSettings withoutVectors() {
    return new IvfSettings(dimension, metric, recall, exactBelow, false, biased, threads, seed);
  }

  public IvfSettings withBias() {
    return new IvfSettings(dimension, metric, recall, exactBelow, keepVectors, true, threads, seed);
  }

  /// How many lists so many vectors are spread over.
  public int lists(int vectors) {
    return vectors <= exactBelow ? 1 : Math.max(1, (int) Math.round(1.25 * Math.sqrt(vectors)));
  }
}
