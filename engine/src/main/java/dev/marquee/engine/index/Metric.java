package dev.marquee.engine.index;

/// What makes two vectors near.
public enum Metric {
  /// The inner product as it is.
  INNER_PRODUCT,
  /// That of the unit vectors. A vector of zeros is at 0 from all.
  COSINE
}
