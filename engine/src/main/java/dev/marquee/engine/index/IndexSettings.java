package dev.marquee.engine.index;

/// How an index is built, for every [VectorIndexKind].
///
/// @param space dimension and metric of its vectors
/// @param recall the average share of the true nearest that a search must find; determines how many
///   lists are read; 1 reads all lists
/// @param exactBelow up to this many vectors there is one list and scores are exact
/// @param keepVectors whether the vectors are kept beside their codes, for exact scores; else one
///   byte per coordinate is kept, which takes a third of the memory
/// @param threads for building and re-clustering; the result does not depend on it
/// @param seed of the sample and of the initial centroids
public record IndexSettings(
    VectorSpace space, double recall, int exactBelow, boolean keepVectors, int threads, long seed) {

  public IndexSettings {
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
  public static IndexSettings of(int dimension) {
    return new IndexSettings(
        new VectorSpace(dimension, Metric.INNER_PRODUCT, false),
        0.97,
        20_000,
        true,
        Runtime.getRuntime().availableProcessors(),
        1);
  }

  public int dimension() {
    return space.dimension();
  }

  public IndexSettings withRecall(double newRecall) {
    return new IndexSettings(space, newRecall, exactBelow, keepVectors, threads, seed);
  }

  public IndexSettings withExactBelow(int vectors) {
    return new IndexSettings(space, recall, vectors, keepVectors, threads, seed);
  }

  public IndexSettings withMetric(Metric newMetric) {
    return withSpace(new VectorSpace(space.dimension(), newMetric, space.biased()));
  }

  public IndexSettings withBias() {
    return withSpace(new VectorSpace(space.dimension(), space.metric(), true));
  }

  private IndexSettings withSpace(VectorSpace newSpace) {
    return new IndexSettings(newSpace, recall, exactBelow, keepVectors, threads, seed);
  }

  public IndexSettings withoutVectors() {
    return new IndexSettings(space, recall, exactBelow, false, threads, seed);
  }

  public IndexSettings withThreads(int newThreads) {
    return new IndexSettings(space, recall, exactBelow, keepVectors, newThreads, seed);
  }

  public IndexSettings withSeed(long newSeed) {
    return new IndexSettings(space, recall, exactBelow, keepVectors, threads, newSeed);
  }

  /// The number of lists for this many vectors.
  public int lists(int vectors) {
    return vectors <= exactBelow ? 1 : Math.max(1, (int) Math.round(1.25 * Math.sqrt(vectors)));
  }
}
