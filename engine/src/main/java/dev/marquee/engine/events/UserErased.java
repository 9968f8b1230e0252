package dev.marquee.engine.events;

import java.time.Instant;

/// A user asked to be forgotten: the state is dropped and earlier events lose the user's identity.
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
