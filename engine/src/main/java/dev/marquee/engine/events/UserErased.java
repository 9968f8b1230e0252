package dev.marquee.engine.events;

import java.time.Instant;

/// A user asked to be forgotten: the state is dropped and earlier events lose the user's identity.
public record UserErased(String id, Instant at, String user) implements UserEvent {

  public UserErased {
    Limits.id("id", id);
    at = Limits.time("at", at);
    Limits.id("user", user);
  }
}
