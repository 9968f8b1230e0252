package dev.marquee.engine.training;

/// How the two-head ranker learns.
///
/// @param bits hashed categories fall into 2^bits buckets
/// @param epochs the most passes over the examples; the best number is found on the latest slice
/// @param denseRate Adagrad's learning rate for dense weights
/// @param hashedRate Adagrad's learning rate for the weights of hashed categories
/// @param shrinkage pulls a hashed weight to zero, as a share of it for each example it is in
/// @param holdout share of the examples, the latest, that choose the epochs and calibrate
/// @param seed of the order in which examples are met
public record RankerSettings(
    int bits,
    int epochs,
    float denseRate,
    float hashedRate,
    float shrinkage,
    double holdout,
    long seed) {

  public static RankerSettings defaults() {
    return new RankerSettings(18, 8, 0.02f, 0.02f, 1e-4f, 0.15, 1);
  }
}
