package dev.marquee.engine.events;

import java.time.Instant;

/// A user follows a channel.
public record Follow(String id, Instant at, String user, String channel) implements UserEvent {

  public Follow {
    Limits.id("id", id);
    at = Limits.time("at", at);
    Limits.id("user", user);
    Limits.id("channel", channel);
  }
}
