package dev.marquee.engine.storage;

import dev.marquee.engine.events.Pseudonymous;
import dev.marquee.engine.events.UserEvent;
import java.util.HashMap;
import java.util.Map;

/// Removes a user's identity from events, which come in the log's order.
///
/// The user's id becomes the pseudonym; event and feed ids become the pseudonym and an offset. A
/// feed gets the same id in the event that served it and in those that answer it. Profiles become
/// empty.
final class Pseudonyms {

  private final String user;
  private final String pseudonym;
  private final Map<String, String> feeds = new HashMap<>();

  Pseudonyms(String user, String pseudonym) {
    this.user = user;
    this.pseudonym = pseudonym;
  }

  /// Whether the event is one of the user's.
  boolean concern(UserEvent event) {
    return event.user().equals(user);
  }

  /// The user's event at `offset` without the user's identity.
  UserEvent of(long offset, UserEvent event) {
    return new Pseudonymous(pseudonym + ":" + offset, pseudonym, feed -> feed(feed, offset))
        .of(event);
  }

  /// The new id of a feed, from the first offset at which the feed is named.
  private String feed(String feed, long offset) {
    return feeds.computeIfAbsent(feed, absent -> pseudonym + ":feed:" + offset);
  }
}
