package dev.marquee.engine.events;

import java.time.Instant;

/// A video was removed from the catalog: it is no longer recommended; its events stay.
public record VideoRemoved(String id, Instant at, String video) implements VideoEvent {
  static final EventForm<VideoRemoved> FORM =
      EventForm.of(
          3,
          VideoRemoved.class,
          Fields.of(
              it -> new VideoRemoved(it.id(), it.at(), it.name()),
              Field.<VideoRemoved>video(VideoRemoved::video)));

  public VideoRemoved {
    Limits.id("id", id);
    at = Limits.time("at", at);
    Limits.id("video", video);
  }

  @Override
  public EventForm<VideoRemoved> form() {
    return FORM;
  }
}
