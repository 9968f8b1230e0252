package dev.marquee.engine.ranking;

import dev.marquee.engine.features.FeatureRows;

/// What a model says of a video, and what it read to say so.
///
/// @param pClick P(click | shown)
/// @param pWatch P(watched to completion | clicked)
/// @param rows the feature rows of the request
/// @param row that of the video among them
public record Prediction(float pClick, float pWatch, FeatureRows rows, int row) {

  /// 64-bit digest of the feature row.
  public long digest() {
    return rows.digest(row);
  }
}
