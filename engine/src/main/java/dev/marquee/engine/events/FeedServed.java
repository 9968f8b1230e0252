package dev.marquee.engine.events;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

/// A feed was answered; written by the server, never by a client. All learning starts from it.
///
/// It names the place at which its feature rows were read, so that a replay can stand there again:
/// the video snapshot and the position of the last event folded into the user's state.
///
/// @param id the feed's id, which impressions, clicks and watches name
/// @param arm the experiment arm that picked the funnel
/// @param models version of the models that ranked it, empty where none did
/// @param snapshot number of the video snapshot that was read
/// @param userPosition offset of the last event of the user that was folded; 0 for none
/// @param degraded why the feed is less than it should be, empty where it is not
/// @param slots what was answered, in order
public record FeedServed(
    String id,
    Instant at,
    String user,
    Context context,
    String arm,
    String models,
    long snapshot,
    long userPosition,
    List<String> degraded,
    List<Slot> slots)
    implements UserEvent {

  public FeedServed {
    Limits.id("id", id);
    at = Limits.time("at", at);
    Limits.id("user", user);
    Objects.requireNonNull(context, "context");
    Limits.optionalId("arm", arm);
    Limits.optionalId("models", models);
    degraded = List.copyOf(degraded);
    slots = List.copyOf(Limits.size("slots", slots));
  }

  /// One answered video.
  ///
  /// @param sources the candidate sources that found it, the first being the reason shown
  /// @param pClick P(click | shown) as predicted; 0 where no ranker ran
  /// @param pWatch P(watched to completion | clicked) as predicted; 0 where no ranker ran
  /// @param value what the objective made of the predictions
  /// @param propensity probability with which this video stood in this slot; 1 if no chance
  /// @param digest 64-bit digest of the feature row it was ranked with; 0 where no row was built
  public record Slot(
      String video,
      List<String> sources,
      float pClick,
      float pWatch,
      float value,
      float propensity,
      long digest) {

    public Slot {
      Limits.id("slots.video", video);
      sources = List.copyOf(sources);
    }
  }
}
