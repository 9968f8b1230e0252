package dev.marquee.server.http;

import dev.marquee.engine.events.EventLog;
import dev.marquee.engine.events.UserEvent;
import dev.marquee.engine.serving.LiveState;
import dev.marquee.engine.state.UserState;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Some users to try the API with: the first ones of the log, because they have had the most time
/// to build a history.
///
/// @param log the log whose first users are returned
/// @param state their state
record KnownUsers(EventLog log, LiveState state) {

  /// The maximum number of events read: a few hundred milliseconds.
  private static final int LOOKED_AT = 500_000;

  List<UserState> first(int limit) {
    List<UserState> users = new ArrayList<>();
    Set<String> met = new HashSet<>();
    int[] left = {LOOKED_AT};
    log.replay(
        (_, event) -> {
          if (event instanceof UserEvent ofUser && met.add(ofUser.user())) {
            UserState user = state.user(ofUser.user());
            if (isKnown(user)) {
              users.add(user);
            }
          }
          return users.size() < limit && --left[0] > 0;
        });
    return users;
  }

  /// Whether any event of the user was folded since the last erasure.
  static boolean isKnown(UserState user) {
    return user.position() > 0;
  }
}
