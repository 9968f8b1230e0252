package dev.marquee.engine.events;

import java.time.Instant;
import java.util.Objects;

/// A viewer said something about a video without words.
///
/// @param feed id of the feed it answers, empty where there is none
public record Reaction(String id, Instant at, String user, String video, String feed, Kind kind)
    implements UserEvent {

  public Reaction {
    Limits.id("id", id);
    at = Limits.time("at", at);
    Limits.id("user", user);
    Limits.id("video", video);
    Limits.optionalId("feed", feed);
    Objects.requireNonNull(kind, "kind");
  }

  /// What was said.
  public enum Kind {
    LIKE,
    DISLIKE,
    SAVE,
    SHARE,
    COMMENT,
    /// The viewer does not want to see this video again, from the next request on.
    NOT_INTERESTED,
    /// The viewer reports the video as harmful; it is not shown to this viewer again.
    REPORT
  }
}
