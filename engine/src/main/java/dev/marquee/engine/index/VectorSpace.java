package dev.marquee.engine.index;

/// The dimension and the metric of an index's vectors.
///
/// @param dimension d
/// @param metric their similarity
/// @param biased whether the last coordinate is a popularity bias: a query is then a unit vector
///   followed by a 1, and recall is measured with such queries
public record VectorSpace(int dimension, Metric metric, boolean biased) {

  public VectorSpace {
    if (dimension < 1) {
      throw new IllegalArgumentException("dimension must be at least 1, was " + dimension);
    }
  }

  /// Checks a query and normalises it as vectors are.
  public float[] normalQuery(float[] query, int k) {
    if (query.length != dimension) {
      throw new IllegalArgumentException(
          "a query of %d floats does not fit vectors of %d".formatted(query.length, dimension));
    }
    if (k < 1) {
      throw new IllegalArgumentException("k must be at least 1, was " + k);
    }
    return normal(0, query, 0);
  }

  /// Checks a vector and copies it, with length 1 for [Metric#COSINE].
  ///
  /// @throws IllegalArgumentException where a float is not finite or the id is negative
  public float[] normal(int id, float[] vector, int offset) {
    if (id < 0) {
      throw new IllegalArgumentException("an id must be 0 or above, was " + id);
    }
    float[] copy = new float[dimension];
    System.arraycopy(vector, offset, copy, 0, dimension);
    double square = 0;
    for (int k = 0; k < dimension; k++) {
      if (!Float.isFinite(copy[k])) {
        throw new IllegalArgumentException(
            "coordinate %d of vector %d is %s, expected a finite number".formatted(k, id, copy[k]));
      }
      square += (double) copy[k] * copy[k];
    }
    if (metric == Metric.COSINE && square > 0) {
      double length = Math.sqrt(square);
      for (int k = 0; k < dimension; k++) {
        copy[k] = (float) (copy[k] / length);
      }
    }
    return copy;
  }

  /// The vectors of a source, checked and normalised.
  public VectorSource normal(VectorSource source) {
    return new VectorSource() {
      @Override
      public int size() {
        return source.size();
      }

      @Override
      public int id(int number) {
        return source.id(number);
      }

      @Override
      public void read(int number, float[] into, int offset) {
        source.read(number, into, offset);
        float[] normal = VectorSpace.this.normal(source.id(number), into, offset);
        System.arraycopy(normal, 0, into, offset, normal.length);
      }
    };
  }
}
