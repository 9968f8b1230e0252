package dev.marquee.engine.events;

import java.time.Instant;

/// A user no longer follows a channel.
public record Unfollow(String id, Instant at, String user, String channel) implements UserEvent {

  public Unfollow {
    Limits.id("id", id);
    at = Limits.time("at", at);
    Limits.id("user", user);
    Limits.id("channel", channel);
  }
}
