package dev.marquee.engine.reproduction;

/// Scores how well each item fits a user of the histories that it was fitted on.
///
/// Safe for use by many threads: users are evaluated in parallel.
@FunctionalInterface
public interface Scorer {

  /// Overwrites `into[0]` to `into[items - 1]`: higher is better, equal is a tie, NaN is never
  /// recommended. The user's own items may get any score: the caller drops them.
  ///
  /// @param user has at least one item in the histories; for others, the caller ranks by popularity
  void score(int user, float[] into);
}
