package dev.marquee.engine.events;

/// An event of the catalog, about one video and no user.
public sealed interface VideoEvent extends Event
    permits VideoPublished, VideoUpdated, VideoRemoved {

  /// The platform's id of the video.
  String video();
}
