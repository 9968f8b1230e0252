package dev.marquee.engine.events;

import java.time.Instant;
import java.util.Objects;

/// A video's details changed; they replace the old ones as a whole.
public record VideoUpdated(String id, Instant at, String video, VideoDetails details)
    implements VideoEvent {

  public VideoUpdated {
    Limits.id("id", id);
    at = Limits.time("at", at);
    Limits.id("video", video);
    Objects.requireNonNull(details, "details");
  }
}
