package dev.marquee.engine.state;

import java.util.List;

/// All facts that a [UserState] is made of, in the order in which they take events and are stored.
final class UserFacts {

  static final List<UserFact.Kind<?>> ALL =
      List.of(
          KnownProfile.KIND,
          Session.KIND,
          OutcomeCounts.KIND,
          RecentImpressions.KIND,
          Affinities.KIND,
          WatchedSet.KIND,
          PositiveHistory.KIND,
          ImportedHistory.KIND,
          NotInterested.KIND,
          FollowedChannels.KIND);

  private UserFacts() {}

  /// Where a kind stands in [#ALL].
  static int indexOf(UserFact.Kind<?> kind) {
    for (int i = 0; i < ALL.size(); i++) {
      if (ALL.get(i) == kind) {
        return i;
      }
    }
    throw new IllegalArgumentException(
        "fact '%s' is not declared: add %s.KIND to UserFacts.ALL"
            .formatted(kind.name(), kind.type().getSimpleName()));
  }
}
