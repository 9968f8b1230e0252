package dev.marquee.engine.events;

import java.time.Instant;
import java.util.Objects;

/// A video came into the catalog, or came back after it was removed.
public record VideoPublished(String id, Instant at, String video, VideoDetails details)
    implements VideoEvent {

  public VideoPublished {
    Limits.id("id", id);
    at = Limits.time("at", at);
    Limits.id("video", video);
    Objects.requireNonNull(details, "details");
  }
}
