package dev.marquee.engine.state;

import java.util.List;
import java.util.stream.Collectors;

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

  /// Names and versions of all facts: what stored states must have been written with.
  static String describe() {
    return ALL.stream()
        .map(kind -> kind.name() + " " + kind.version())
        .collect(Collectors.joining(", "));
  }

  /// Where a kind stands in [#ALL].
  static int indexOf(UserFact.Kind<?> kind) {
    for (int i = 0; i < ALL.size(); i++) {
      if (ALL.get(i).type() == kind.type()) {
        return i;
      }
    }
    throw new IllegalArgumentException(
        "fact '%s' is not declared: add %s.KIND to UserFacts.ALL"
            .formatted(kind.name(), kind.type().getSimpleName()));
  }
}
