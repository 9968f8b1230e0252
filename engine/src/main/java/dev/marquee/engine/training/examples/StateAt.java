package dev.marquee.engine.training.examples;

import dev.marquee.engine.events.Event;
import dev.marquee.engine.events.Impression;
import dev.marquee.engine.events.UserEvent;
import dev.marquee.engine.state.Fold;
import dev.marquee.engine.state.Snapshot;
import dev.marquee.engine.state.UserState;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/// What a replay held at a time: the tables and the states of some viewers, taken as it passes by.
///
/// In a log that is not in order of time the place is where as many impressions have passed as were
/// before the time: one event of the future does not bring it forward.
public final class StateAt {

  private final Instant at;
  private final Instant until;
  private final Set<String> viewers;
  private final Map<String, UserState> states = new HashMap<>();
  private int toPass;
  private Snapshot snapshot;

  /// @param at the state is that before this time
  /// @param impressions how many were before it
  /// @param until later impressions do not count
  /// @param viewers whose states are kept, about 2 KB each
  StateAt(Instant at, int impressions, Instant until, Collection<String> viewers) {
    this.at = at;
    this.toPass = impressions;
    this.until = until;
    this.viewers = Set.copyOf(viewers);
  }

  /// To be called before each event.
  void before(Event event, Fold fold) {
    if (snapshot != null || !(event instanceof UserEvent)) {
      return;
    }
    boolean isImpression = event instanceof Impression && event.at().isBefore(until);
    if (toPass == 0 && (isImpression || !event.at().isBefore(at))) {
      take(fold);
    } else if (isImpression && toPass > 0) {
      toPass--;
    }
  }

  /// To be called after the last event.
  void atEnd(Fold fold) {
    if (snapshot == null) {
      take(fold);
    }
  }

  private void take(Fold fold) {
    snapshot = fold.snapshot();
    viewers.forEach(viewer -> states.put(viewer, fold.users().read(viewer)));
  }

  public Instant at() {
    return at;
  }

  public Snapshot snapshot() {
    return snapshot;
  }

  /// The state of one of the viewers.
  public UserState user(String viewer) {
    return states.get(viewer);
  }
}
