package dev.marquee.engine.events;

import java.time.Instant;
import java.util.Objects;

/// A user's profile was set; it replaces the whole old profile.
public record ProfileUpdated(String id, Instant at, String user, UserProfile profile)
    implements UserEvent {
  static final EventForm<ProfileUpdated> FORM =
      EventForm.of(
          4,
          ProfileUpdated.class,
          Fields.of(
              it -> new ProfileUpdated(it.id(), it.at(), it.name(), it.part(UserProfile.FIELDS)),
              Field.user(),
              Field.part(ProfileUpdated::profile, UserProfile.FIELDS)
                  .erasedTo(UserProfile.UNKNOWN)));

  public ProfileUpdated {
    Limits.id("id", id);
    at = Limits.time("at", at);
    Limits.id("user", user);
    Objects.requireNonNull(profile, "profile");
  }

  @Override
  public EventForm<ProfileUpdated> form() {
    return FORM;
  }
}
