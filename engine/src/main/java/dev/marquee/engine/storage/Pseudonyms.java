package dev.marquee.engine.storage;

import dev.marquee.engine.events.Click;
import dev.marquee.engine.events.FeedServed;
import dev.marquee.engine.events.Follow;
import dev.marquee.engine.events.HistoryImported;
import dev.marquee.engine.events.Impression;
import dev.marquee.engine.events.ProfileUpdated;
import dev.marquee.engine.events.Reaction;
import dev.marquee.engine.events.Unfollow;
import dev.marquee.engine.events.UserErased;
import dev.marquee.engine.events.UserEvent;
import dev.marquee.engine.events.UserProfile;
import dev.marquee.engine.events.Watch;
import java.util.HashMap;
import java.util.Map;

/// Takes a user's identity out of events, one by one in the log's order.
///
/// User, event and feed ids become the pseudonym and an offset; a feed's id becomes the same in the
/// event that served it and in those that answer it. Profiles become empty.
final class Pseudonyms {

  private final String user;
  private final String pseudonym;
  private final Map<String, String> feeds = new HashMap<>();

  Pseudonyms(String user, String pseudonym) {
    this.user = user;
    this.pseudonym = pseudonym;
  }

  /// Whether the event is the user's.
  boolean concern(UserEvent event) {
    return event.user().equals(user);
  }

  /// The user's event at `offset` without the user's identity.
  UserEvent of(long offset, UserEvent event) {
    String id = pseudonym + ":" + offset;
    return switch (event) {
      case ProfileUpdated e -> new ProfileUpdated(id, e.at(), pseudonym, UserProfile.UNKNOWN);
      case UserErased e -> new UserErased(id, e.at(), pseudonym);
      case HistoryImported e ->
          new HistoryImported(
              id,
              e.at(),
              pseudonym,
              e.shown(),
              e.liked(),
              e.completed(),
              e.totalShown(),
              e.lastShownAt());
      case FeedServed e ->
          new FeedServed(
              feed(e.id(), offset),
              e.at(),
              pseudonym,
              e.context(),
              e.arm(),
              e.models(),
              e.snapshot(),
              e.userPosition(),
              e.degraded(),
              e.slots());
      case Impression e ->
          new Impression(
              id, e.at(), pseudonym, e.video(), feed(e.feed(), offset), e.position(), e.context());
      case Click e -> new Click(id, e.at(), pseudonym, e.video(), feed(e.feed(), offset));
      case Watch e ->
          new Watch(
              id,
              e.at(),
              pseudonym,
              e.video(),
              feed(e.feed(), offset),
              e.watchedSeconds(),
              e.durationSeconds(),
              e.completion(),
              e.last());
      case Reaction e ->
          new Reaction(id, e.at(), pseudonym, e.video(), feed(e.feed(), offset), e.kind());
      case Follow e -> new Follow(id, e.at(), pseudonym, e.channel());
      case Unfollow e -> new Unfollow(id, e.at(), pseudonym, e.channel());
    };
  }

  /// Named after the first offset that names the feed; no feed stays no feed.
  private String feed(String feed, long offset) {
    return feed.isEmpty()
        ? feed
        : feeds.computeIfAbsent(feed, absent -> pseudonym + ":feed:" + offset);
  }
}
