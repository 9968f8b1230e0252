package dev.marquee.engine.events;

import java.time.Instant;
import java.util.Objects;

/// A video was added to the catalog, or restored after its removal.
public record VideoPublished(String id, Instant at, String video, VideoDetails details)
    implements VideoEvent {
  static final EventForm<VideoPublished> FORM =
      EventForm.of(14, VideoPublished.class, fields(VideoDetails.FIELDS))
          .before(1, fields(VideoDetails.WITHOUT_VECTOR), it -> it.details().vector().isEmpty());

  public VideoPublished {
    Limits.id("id", id);
    at = Limits.time("at", at);
    Limits.id("video", video);
    Objects.requireNonNull(details, "details");
  }

  @Override
  public EventForm<VideoPublished> form() {
    return FORM;
  }

  private static Fields<VideoPublished> fields(Fields<VideoDetails> details) {
    return Fields.of(
        it -> new VideoPublished(it.id(), it.at(), it.name(), it.part(details)),
        Field.video(VideoPublished::video),
        Field.part(VideoPublished::details, details));
  }
}
