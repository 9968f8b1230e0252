package dev.marquee.engine.events;

import java.time.Instant;

/// A user was erased: the state is deleted, and the user's identity is removed from earlier events.
public record UserErased(String id, Instant at, String user) implements UserEvent {
  static final EventForm<UserErased> FORM =
      EventForm.of(
              5,
              UserErased.class,
              Fields.of(it -> new UserErased(it.id(), it.at(), it.name()), Field.user()))
          .serverOnly("a user is erased by DELETE /v1/users/{id}");

  public UserErased {
    Limits.id("id", id);
    at = Limits.time("at", at);
    Limits.id("user", user);
  }

  @Override
  public EventForm<UserErased> form() {
    return FORM;
  }
}
