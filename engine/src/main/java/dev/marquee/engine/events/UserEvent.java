package dev.marquee.engine.events;

/// An event of one user. The log keeps the events of one user in order.
public sealed interface UserEvent extends Event
    permits ProfileUpdated,
        UserErased,
        HistoryImported,
        FeedServed,
        Impression,
        Click,
        Watch,
        Reaction,
        Follow,
        Unfollow {

  /// The platform's id of the user.
  String user();
}
