package dev.marquee.engine.events;

import java.time.Instant;

/// A user no longer follows a channel.
public record Unfollow(String id, Instant at, String user, String channel) implements UserEvent {
  static final EventForm<Unfollow> FORM =
      EventForm.of(
          13,
          Unfollow.class,
          Fields.of(
              it -> new Unfollow(it.id(), it.at(), it.name(), it.name()),
              Field.user(),
              Field.name("channel", Unfollow::channel)
                  .required()
                  .says("the platform's id of the channel")));

  public Unfollow {
    Limits.id("id", id);
    at = Limits.time("at", at);
    Limits.id("user", user);
    Limits.id("channel", channel);
  }

  @Override
  public EventForm<Unfollow> form() {
    return FORM;
  }
}
