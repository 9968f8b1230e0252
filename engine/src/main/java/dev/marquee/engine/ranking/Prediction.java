package dev.marquee.engine.ranking;

import dev.marquee.engine.features.FeatureRows;

/// A model's prediction for a video, with the features it was made from.
///
/// @param pClick P(click | shown)
/// @param pWatch P(watched to completion | clicked)
/// @param rows the feature rows of the request
/// @param row index of the video's row
public record Prediction(float pClick, float pWatch, FeatureRows rows, int row) {

  /// 64-bit digest of the feature row.
  public long digest() {
    return rows.digest(row);
  }
}
