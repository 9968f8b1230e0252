package dev.marquee.engine.events;

import java.time.Instant;
import java.util.Objects;

/// A video was actually visible to a viewer. Served slots that were not seen are not impressions.
///
/// @param feed id of the feed that showed it, empty where Marquee did not serve it
/// @param position slot in the feed, from 0; -1 where unknown
public record Impression(
    String id, Instant at, String user, String video, String feed, int position, Context context)
    implements UserEvent {
  static final EventForm<Impression> FORM =
      EventForm.of(
          8,
          Impression.class,
          Fields.of(
              it ->
                  new Impression(
                      it.id(),
                      it.at(),
                      it.name(),
                      it.name(),
                      it.name(),
                      it.whole(-1, -1),
                      it.part(Context.FIELDS)),
              Field.user(),
              Field.video(Impression::video),
              Field.feed(Impression::feed),
              Field.whole("position", Impression::position)
                  .from(-1)
                  .says("slot in the feed, from 0", "unknown"),
              Field.part(Impression::context, Context.FIELDS)));

  public Impression {
    Limits.id("id", id);
    at = Limits.time("at", at);
    Limits.id("user", user);
    Limits.id("video", video);
    Limits.optionalId("feed", feed);
    Limits.atLeast(-1, "position", position);
    Objects.requireNonNull(context, "context");
  }

  @Override
  public EventForm<Impression> form() {
    return FORM;
  }
}
