package dev.marquee.engine.events;

import java.time.Instant;
import java.util.Objects;

/// A video's details changed; they replace all old ones.
public record VideoUpdated(String id, Instant at, String video, VideoDetails details)
    implements VideoEvent {
  static final EventForm<VideoUpdated> FORM =
      EventForm.of(15, VideoUpdated.class, fields(VideoDetails.FIELDS))
          .before(2, fields(VideoDetails.WITHOUT_VECTOR), it -> it.details().vector().isEmpty());

  public VideoUpdated {
    Limits.id("id", id);
    at = Limits.time("at", at);
    Limits.id("video", video);
    Objects.requireNonNull(details, "details");
  }

  @Override
  public EventForm<VideoUpdated> form() {
    return FORM;
  }

  private static Fields<VideoUpdated> fields(Fields<VideoDetails> details) {
    return Fields.of(
        it -> new VideoUpdated(it.id(), it.at(), it.name(), it.part(details)),
        Field.video(VideoUpdated::video),
        Field.part(VideoUpdated::details, details));
  }
}
