package dev.marquee.engine.events;

import java.time.Instant;
import java.util.Objects;

/// A user's profile was set; it replaces the old one as a whole.
public record ProfileUpdated(String id, Instant at, String user, UserProfile profile)
    implements UserEvent {

  public ProfileUpdated {
    Limits.id("id", id);
    at = Limits.time("at", at);
    Limits.id("user", user);
    Objects.requireNonNull(profile, "profile");
  }
}
