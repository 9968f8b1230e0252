package dev.marquee.engine.index;

/// The similarity of two vectors.
public enum Metric {
  /// The inner product.
  INNER_PRODUCT,
  /// The inner product of the normalised vectors. A zero vector has similarity 0 to all.
  COSINE
}
