package dev.marquee.simulator;

import dev.marquee.engine.events.VideoDetails;
import java.time.Instant;
import java.util.Optional;

/// A video with its true properties. The platform sees only the id and the details.
///
/// @param index index in [World#videos], which are ordered by the time of publication
/// @param id the id in events
/// @param topic index of the main topic in [World#topics]
/// @param traits properties that affect viewers
/// @param removedAt when it leaves the catalog
public record Video(
    int index,
    String id,
    VideoDetails details,
    int topic,
    Traits traits,
    Optional<Instant> removedAt) {

  /// Properties that affect viewers and that the platform must learn.
  ///
  /// @param taste the video's point in the taste space
  /// @param logSeconds natural logarithm of the duration, stored because every impression needs it
  /// @param appeal effect of the thumbnail on clicks, independent of the viewer's taste
  /// @param quality from 0 to 1; increases watch time and pleasure
  /// @param clickbait from 0 to 1; increases clicks and decreases watch time
  public record Traits(
      LatentVector taste, double logSeconds, double appeal, double quality, double clickbait) {}

  public LatentVector taste() {
    return traits.taste();
  }

  public double logSeconds() {
    return traits.logSeconds();
  }

  public double appeal() {
    return traits.appeal();
  }

  public double quality() {
    return traits.quality();
  }

  public double clickbait() {
    return traits.clickbait();
  }

  public boolean isPublished(Instant at) {
    return !at.isBefore(details.publishedAt()) && removedAt.map(at::isBefore).orElse(true);
  }

  public double durationSeconds() {
    return details.durationSeconds();
  }
}
