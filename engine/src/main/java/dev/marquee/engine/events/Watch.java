package dev.marquee.engine.events;

import java.time.Instant;
import java.util.Objects;

/// A viewer watched for some time; reported at `at`, when the watching ended or paused.
///
/// Reports of one session are summed; seeking does not count as watching. A watch without a click
/// is possible, for example by autoplay, and is not a positive.
///
/// @param feed id of the feed it answers, empty where there is none
/// @param watchedSeconds watched since the last report of this session
/// @param durationSeconds length of the video; 0 where unknown
/// @param completion whether the platform itself calls this a completed watch
/// @param last whether this is the last report for this impression: its attribution window closes
public record Watch(
    String id,
    Instant at,
    String user,
    String video,
    String feed,
    double watchedSeconds,
    double durationSeconds,
    Completion completion,
    boolean last)
    implements UserEvent {
  private static final Completion[] COMPLETIONS = Completion.values();

  static final EventForm<Watch> FORM =
      EventForm.of(
          10,
          Watch.class,
          Fields.of(
              it ->
                  new Watch(
                      it.id(),
                      it.at(),
                      it.name(),
                      it.name(),
                      it.name(),
                      it.seconds(),
                      it.seconds(),
                      it.maybe(COMPLETIONS),
                      it.flag()),
              Field.user(),
              Field.video(Watch::video),
              Field.feed(Watch::feed),
              Field.seconds("watchedSeconds", Watch::watchedSeconds)
                  .required()
                  .says("watched since the last report of this session"),
              Field.seconds("durationSeconds", Watch::durationSeconds)
                  .says("length of the video", "unknown"),
              Field.maybe("completed", Watch::completion)
                  .says(
                      "whether the platform itself calls this a completed watch",
                      "the watched share decides"),
              Field.flag("last", Watch::last)
                  .says(
                      "whether nothing more will be reported for this impression",
                      "more may come")));

  public Watch {
    Limits.id("id", id);
    at = Limits.time("at", at);
    Limits.id("user", user);
    Limits.id("video", video);
    Limits.optionalId("feed", feed);
    Limits.seconds("watchedSeconds", watchedSeconds);
    Limits.seconds("durationSeconds", durationSeconds);
    Objects.requireNonNull(completion, "completion");
  }

  @Override
  public EventForm<Watch> form() {
    return FORM;
  }

  /// Completion as stated by the platform, which overrides the watched share.
  public enum Completion {
    /// Not stated: the watched share decides.
    UNSTATED,
    /// Watched to completion.
    COMPLETED,
    /// Not watched to completion.
    ABANDONED
  }
}
