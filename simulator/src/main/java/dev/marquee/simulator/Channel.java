package dev.marquee.simulator;

/// A channel, which uploads videos.
///
/// @param topic topic of most of its videos
/// @param sideTopic topic of the others
/// @param language of its videos
/// @param country the country that its videos may be restricted to
/// @param manner properties that its videos share
/// @param weight its share of the uploads, relative to the other channels
public record Channel(
    String id,
    int topic,
    int sideTopic,
    String language,
    String country,
    Manner manner,
    double weight) {

  /// Properties that all videos of a channel share.
  ///
  /// @param style the channel's point in the taste space
  /// @param quality mean quality of its videos
  /// @param clickbait mean clickbait of its videos
  public record Manner(LatentVector style, double quality, double clickbait) {}
}
