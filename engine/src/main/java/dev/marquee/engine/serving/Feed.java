package dev.marquee.engine.serving;

import dev.marquee.engine.events.VideoDetails;
import dev.marquee.engine.ranking.Slot;
import java.util.List;

/// A served feed.
///
/// Ids, titles and other data of its videos come from the snapshot that the feed was made from,
/// even if newer ones exist.
///
/// @param id identifies this feed in the events that respond to it
/// @param slate its videos and how they were chosen
public record Feed(String id, Slate slate) {

  /// Its videos, in order.
  public List<Slot> slots() {
    return slate.slots();
  }

  /// The platform's ids of its videos, in order.
  public List<String> videos() {
    return slots().stream().map(this::video).toList();
  }

  /// The platform's id of a video.
  public String video(Slot slot) {
    return slate.query().snapshot().videos().id(slot.video());
  }

  /// The data of a video.
  public VideoDetails details(Slot slot) {
    return slate.query().snapshot().videos().details(slot.video());
  }

  /// The reason for a video, as shown to the viewer.
  public String reason(Slot slot) {
    return slot.candidate().reason(slate.query().context().country());
  }

  /// Reasons why the feed is degraded; empty if it is not.
  public List<String> degraded() {
    return slate.degraded();
  }

  /// What each stage did.
  public Trace trace() {
    return slate.trace();
  }
}
