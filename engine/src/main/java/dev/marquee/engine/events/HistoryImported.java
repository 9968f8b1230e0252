package dev.marquee.engine.events;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/// What an older system knew of a user: an ordered, untimed list of shown videos.
///
/// It warms the user's state and separate history counters of videos, channels and categories. It
/// is never an example and never counts as impressions.
///
/// @param shown videos in the order they were shown, the latest last; may repeat
/// @param liked those of them the user liked
/// @param completed those of them the user watched to completion
/// @param totalShown how many were ever shown, at least the length of `shown`
/// @param lastShownAt when the latest was shown, where known
public record HistoryImported(
    String id,
    Instant at,
    String user,
    List<String> shown,
    Set<String> liked,
    Set<String> completed,
    int totalShown,
    Optional<Instant> lastShownAt)
    implements UserEvent {

  public HistoryImported {
    Limits.id("id", id);
    at = Limits.time("at", at);
    Limits.id("user", user);
    shown = List.copyOf(Limits.size("shown", shown));
    shown.forEach(video -> Limits.id("shown", video));
    liked = Set.copyOf(Limits.size("liked", liked));
    liked.forEach(video -> Limits.id("liked", video));
    completed = Set.copyOf(Limits.size("completed", completed));
    completed.forEach(video -> Limits.id("completed", video));
    Limits.atLeast(shown.size(), "totalShown", totalShown);
    Objects.requireNonNull(lastShownAt, "lastShownAt");
    lastShownAt.ifPresent(time -> Limits.time("lastShownAt", time));
  }
}
