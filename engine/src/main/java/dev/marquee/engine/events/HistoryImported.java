package dev.marquee.engine.events;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// A user's history from an older system: an ordered list of shown videos without times.
///
/// It fills the user's state, and separate history counters of videos, channels and categories. It
/// is never a training example and never counts as impressions.
///
/// @param shown videos in the order they were shown, the latest last; may repeat
/// @param liked videos the user liked, the latest last
/// @param completed videos the user watched to completion, the latest last; may reach further back
///   than `shown`
/// @param totalShown the number of videos ever shown, at least the length of `shown`
/// @param lastShownAt the time of the latest, where known
public record HistoryImported(
    String id,
    Instant at,
    String user,
    List<String> shown,
    List<String> liked,
    List<String> completed,
    int totalShown,
    Optional<Instant> lastShownAt)
    implements UserEvent {
  static final EventForm<HistoryImported> FORM =
      EventForm.of(
          6,
          HistoryImported.class,
          Fields.of(
              HistoryImported::built,
              Field.user(),
              Field.names("shown", HistoryImported::shown)
                  .required()
                  .says("videos in the order they were shown, the latest last; may repeat"),
              Field.names("liked", HistoryImported::liked)
                  .says("videos the user liked, the latest last", "none"),
              Field.names("completed", HistoryImported::completed)
                  .says(
                      "videos the user watched to completion, the latest last; may reach further"
                          + " back than `shown`",
                      "none"),
              Field.whole("totalShown", HistoryImported::totalShown)
                  .unless(it -> it.shown().size())
                  .says("the number of videos ever shown", "the length of `shown`"),
              Field.optionalTime("lastShownAt", HistoryImported::lastShownAt)
                  .says("when the latest was shown", "unknown")));

  public HistoryImported {
    Limits.id("id", id);
    at = Limits.time("at", at);
    Limits.id("user", user);
    shown = List.copyOf(Limits.size("shown", shown));
    shown.forEach(video -> Limits.id("shown", video));
    liked = List.copyOf(Limits.size("liked", liked));
    liked.forEach(video -> Limits.id("liked", video));
    completed = List.copyOf(Limits.size("completed", completed));
    completed.forEach(video -> Limits.id("completed", video));
    Limits.atLeast(shown.size(), "totalShown", totalShown);
    Objects.requireNonNull(lastShownAt, "lastShownAt");
    lastShownAt = lastShownAt.map(time -> Limits.time("lastShownAt", time));
  }

  @Override
  public EventForm<HistoryImported> form() {
    return FORM;
  }

  private static HistoryImported built(FieldValues it) {
    String user = it.name();
    List<String> shown = it.names();
    return new HistoryImported(
        it.id(),
        it.at(),
        user,
        shown,
        it.names(),
        it.names(),
        it.whole(0, shown.size()),
        it.optionalTime());
  }
}
