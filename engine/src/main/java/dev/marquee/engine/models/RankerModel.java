package dev.marquee.engine.models;

import dev.marquee.engine.features.FeatureRows;
import dev.marquee.engine.features.Rows;

/// Predicts what becomes of a video once it is shown: pClick = P(click | shown) and pWatch =
/// P(watched to completion | clicked), both calibrated.
///
/// Any row has a prediction between 0 and 1: what is missing, unknown, or no number in it counts as
/// nothing known. The position in the feed is no part of a row: a video is not preferred for having
/// stood on top before. Safe for use by many threads.
public interface RankerModel {

  /// Predicts all rows of a request.
  ///
  /// @param pClick takes a probability a row
  /// @param pWatch takes a probability a row
  void predict(FeatureRows rows, float[] pClick, float[] pWatch);

  /// Predicts rows of any viewers, each within 1e-5 of what it would get in a request.
  ///
  /// @param which numbers of the rows
  /// @param pClick takes a probability for each of them
  /// @param pWatch takes a probability for each of them
  void predict(Rows rows, int[] which, float[] pClick, float[] pWatch);
}
