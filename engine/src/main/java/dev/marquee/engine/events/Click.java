package dev.marquee.engine.events;

import java.time.Instant;

/// A viewer opened a video.
///
/// @param feed id of the feed it answers, empty where there is none
public record Click(String id, Instant at, String user, String video, String feed)
    implements UserEvent {

  public Click {
    Limits.id("id", id);
    at = Limits.time("at", at);
    Limits.id("user", user);
    Limits.id("video", video);
    Limits.optionalId("feed", feed);
  }
}
