package dev.marquee.engine.state;

import dev.marquee.engine.catalog.VideoTable;
import dev.marquee.engine.events.FeedServed;
import dev.marquee.engine.events.HistoryImported;
import dev.marquee.engine.events.Impression;
import dev.marquee.engine.events.ProfileUpdated;
import dev.marquee.engine.events.UserEvent;

/// Applies one user's event to the user's facts, and the resulting changes to all facts, the
/// counters and the listeners. For one thread at a time.
public final class UserFold {

  private final FoldSettings settings;
  private final long windowMillis;
  private final long sessionGapMillis;
  private final VideoTable videos;
  private final VideoCounters counters;
  private long frozenFrom = Long.MAX_VALUE;
  private Fold.CompletionListener completions = (user, video, at) -> {};
  private Fold.PositiveListener positives = (user, video, at) -> {};
  private UserState user;
  private long dropped;
  private long outcomes;
  private long unattributed;
  private long clicked;
  private long clickedBefore;

  UserFold(FoldSettings settings, VideoTable videos, VideoCounters counters) {
    this.settings = settings;
    this.windowMillis = settings.attributionWindow().toMillis();
    this.sessionGapMillis = settings.sessionGap().toMillis();
    this.videos = videos;
    this.counters = counters;
  }

  void freezeFrom(long atMillis) {
    frozenFrom = atMillis;
  }

  void onCompletion(Fold.CompletionListener listener) {
    completions = listener;
  }

  void onPositive(Fold.PositiveListener listener) {
    positives = listener;
  }

  FoldSettings settings() {
    return settings;
  }

  /// The attribution window.
  long windowMillis() {
    return windowMillis;
  }

  long sessionGapMillis() {
    return sessionGapMillis;
  }

  VideoTable videos() {
    return videos;
  }

  /// The user whose event is applied.
  UserState user() {
    return user;
  }

  /// Counts impressions that were dropped although they waited for outcomes.
  void dropped(int count) {
    dropped += count;
  }

  long dropped() {
    return dropped;
  }

  /// Counts an outcome, and whether an impression was found for it.
  void outcome(boolean isAttributed) {
    outcomes++;
    unattributed += isAttributed ? 0 : 1;
  }

  /// Counts an impression that was clicked, as far as the log's order shows.
  void clicked() {
    clicked++;
  }

  /// Counts an impression whose click came before it in the log.
  void clickedBefore() {
    clickedBefore++;
  }

  AttributionCounts attribution() {
    return new AttributionCounts(outcomes, unattributed, clicked, clickedBefore);
  }

  void apply(UserState state, UserEvent event) {
    user = state;
    long at = event.at().toEpochMilli();
    if (at >= frozenFrom && !(event instanceof ProfileUpdated)) {
      for (int seen = impressionsIn(event); seen > 0; seen--) {
        user.session().move(at, sessionGapMillis);
      }
      return;
    }
    if (event instanceof HistoryImported imported) {
      counters.apply(imported);
    }
    UserFacts.tell(user.facts(), event, this);
  }

  /// The number of impressions of an event.
  private int impressionsIn(UserEvent event) {
    return switch (event) {
      case FeedServed served -> settings.servedCountsAsSeen() ? served.slots().size() : 0;
      case Impression seen -> settings.isImpression(seen) ? 1 : 0;
      default -> 0;
    };
  }

  /// Applies a change that the event caused.
  void change(Change change) {
    UserFacts.tell(user.facts(), change, this);
    counters.apply(change);
    switch (change) {
      case Change.Completed completed ->
          completions.completed(user.user(), completed.video(), completed.atMillis());
      case Change.BecamePositive positive ->
          positives.watched(user, positive.video(), positive.atMillis());
      case Change.CompletedBefore before -> {
        positives.watched(user, before.video(), before.atMillis());
        completions.completed(user.user(), before.video(), 0);
      }
      default -> {
        // No listener for other changes.
      }
    }
  }
}
