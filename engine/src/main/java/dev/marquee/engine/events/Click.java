package dev.marquee.engine.events;

import java.time.Instant;

/// A viewer opened a video.
///
/// @param feed id of the feed it answers, empty where there is none
public record Click(String id, Instant at, String user, String video, String feed)
    implements UserEvent {
  static final EventForm<Click> FORM =
      EventForm.of(
          9,
          Click.class,
          Fields.of(
              it -> new Click(it.id(), it.at(), it.name(), it.name(), it.name()),
              Field.user(),
              Field.video(Click::video),
              Field.feed(Click::feed)));

  public Click {
    Limits.id("id", id);
    at = Limits.time("at", at);
    Limits.id("user", user);
    Limits.id("video", video);
    Limits.optionalId("feed", feed);
  }

  @Override
  public EventForm<Click> form() {
    return FORM;
  }
}
