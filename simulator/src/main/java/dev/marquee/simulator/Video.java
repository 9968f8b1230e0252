package dev.marquee.simulator;

import dev.marquee.engine.events.VideoDetails;
import java.time.Instant;
import java.util.Optional;

/// A video as it truly is. The platform sees only the id and the details.
///
/// @param index place in [World#videos], which are ordered by the time of publication
/// @param id as events spell it
/// @param topic the main one, its place in [World#topics]
/// @param traits what viewers feel of it
/// @param removedAt when it leaves the catalog
public record Video(
    int index,
    String id,
    VideoDetails details,
    int topic,
    Traits traits,
    Optional<Instant> removedAt) {

  /// What viewers feel of a video, and the platform must learn.
  ///
  /// @param taste where it lies in the space of tastes
  /// @param logSeconds natural logarithm of the duration, which is asked for at each impression
  /// @param appeal what its thumbnail adds to a click, whatever the viewer's taste
  /// @param quality from 0 to 1: keeps viewers watching, and pleases them
  /// @param clickbait from 0 to 1: gains clicks, loses watch time
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
