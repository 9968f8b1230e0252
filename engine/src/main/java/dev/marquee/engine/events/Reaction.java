package dev.marquee.engine.events;

import java.time.Instant;
import java.util.Objects;

/// A viewer reacted to a video: liked, disliked, shared …
///
/// @param feed id of the feed it answers, empty where there is none
public record Reaction(String id, Instant at, String user, String video, String feed, Kind kind)
    implements UserEvent {
  private static final Kind[] KINDS = Kind.values();

  static final EventForm<Reaction> FORM =
      EventForm.of(
          11,
          Reaction.class,
          Fields.of(
              it -> new Reaction(it.id(), it.at(), it.name(), it.name(), it.name(), it.word(KINDS)),
              Field.user(),
              Field.video(Reaction::video),
              Field.feed(Reaction::feed),
              Field.word("kind", Reaction::kind)
                  .required()
                  .says(
                      "`like`, `dislike`, `save`, `share`, `comment`, `not-interested` or"
                          + " `report`")));

  public Reaction {
    Limits.id("id", id);
    at = Limits.time("at", at);
    Limits.id("user", user);
    Limits.id("video", video);
    Limits.optionalId("feed", feed);
    Objects.requireNonNull(kind, "kind");
  }

  @Override
  public EventForm<Reaction> form() {
    return FORM;
  }

  /// The kind of reaction.
  public enum Kind {
    LIKE,
    DISLIKE,
    SAVE,
    SHARE,
    COMMENT,
    /// The viewer does not want to see this video again, from the next request on.
    NOT_INTERESTED,
    /// The viewer reports the video as harmful; it is not shown to this viewer again.
    REPORT
  }
}
