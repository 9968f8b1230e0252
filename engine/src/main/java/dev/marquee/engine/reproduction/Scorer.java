package dev.marquee.engine.reproduction;

/// Says how well each item fits a user of the histories that it was fitted on.
///
/// Safe for use by many threads: users are evaluated side by side.
@FunctionalInterface
public interface Scorer {

  /// Fills `into[0]` to `into[items - 1]`, whatever stood there: higher is better, equal is a tie,
  /// NaN is never recommended. The user's own items may get any score: the caller drops them.
  ///
  /// @param user who has at least one item in the histories: to others the caller shows what is
  ///   popular
  void score(int user, float[] into);
}
