package dev.marquee.engine.events;

import java.time.Instant;
import java.util.Objects;

/// A viewer really saw a video offered. Slots that nobody saw are not impressions.
///
/// @param feed id of the feed that offered it, empty where Marquee did not serve it
/// @param position slot in the feed, from 0; -1 where unknown
public record Impression(
    String id, Instant at, String user, String video, String feed, int position, Context context)
    implements UserEvent {

  public Impression {
    Limits.id("id", id);
    at = Limits.time("at", at);
    Limits.id("user", user);
    Limits.id("video", video);
    Limits.optionalId("feed", feed);
    Limits.atLeast(-1, "position", position);
    Objects.requireNonNull(context, "context");
  }
}
