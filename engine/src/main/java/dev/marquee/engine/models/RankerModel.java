package dev.marquee.engine.models;

import dev.marquee.engine.features.FeatureRows;
import dev.marquee.engine.features.Rows;

/// Predicts the outcome of showing a video: pClick = P(click | shown) and pWatch = P(watched to
/// completion | clicked), both calibrated.
///
/// Every row gets a prediction between 0 and 1; missing, unknown and NaN values count as unknown.
/// Rows don't contain the position in the feed, so a video isn't preferred for having been on top
/// before. Safe for use by many threads.
public interface RankerModel {

  /// Predicts all rows of a request.
  ///
  /// @param pClick receives a probability per row
  /// @param pWatch receives a probability per row
  void predict(FeatureRows rows, float[] pClick, float[] pWatch);

  /// Predicts rows of any viewers, each within 1e-5 of its prediction in a request.
  ///
  /// @param which the numbers of the rows
  /// @param pClick receives a probability for each of them
  /// @param pWatch receives a probability for each of them
  void predict(Rows rows, int[] which, float[] pClick, float[] pWatch);
}
