package dev.marquee.engine.events;

import java.time.Instant;

/// A user follows a channel.
public record Follow(String id, Instant at, String user, String channel) implements UserEvent {
  static final EventForm<Follow> FORM =
      EventForm.of(
          12,
          Follow.class,
          Fields.of(
              it -> new Follow(it.id(), it.at(), it.name(), it.name()),
              Field.user(),
              Field.name("channel", Follow::channel)
                  .required()
                  .says("the platform's id of the channel")));

  public Follow {
    Limits.id("id", id);
    at = Limits.time("at", at);
    Limits.id("user", user);
    Limits.id("channel", channel);
  }

  @Override
  public EventForm<Follow> form() {
    return FORM;
  }
}
