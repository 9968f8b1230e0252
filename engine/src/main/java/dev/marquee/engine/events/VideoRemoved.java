package dev.marquee.engine.events;

import java.time.Instant;

/// A video left the catalog: it is never recommended again, its events stay.
public record VideoRemoved(String id, Instant at, String video) implements VideoEvent {

  public VideoRemoved {
    Limits.id("id", id);
    at = Limits.time("at", at);
    Limits.id("video", video);
  }
}
