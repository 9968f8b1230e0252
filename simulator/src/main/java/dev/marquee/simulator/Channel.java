package dev.marquee.simulator;

/// Who uploads videos.
///
/// @param topic what most of its videos are about
/// @param sideTopic what the others are about
/// @param language of its videos
/// @param country where it may be restricted to
/// @param manner what its videos have in common
/// @param weight how much it uploads, relative to the other channels
public record Channel(
    String id,
    int topic,
    int sideTopic,
    String language,
    String country,
    Manner manner,
    double weight) {

  /// What all videos of a channel have in common.
  ///
  /// @param style its own place in the space of tastes
  /// @param quality mean of its videos
  /// @param clickbait mean of its videos
  public record Manner(LatentVector style, double quality, double clickbait) {}
}
