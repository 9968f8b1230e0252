package dev.marquee.engine.state;

import dev.marquee.engine.events.UserEvent;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

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

  /// Places in [#ALL] of the facts that read events.
  static final int[] OF_EVENTS = placesOfThoseThatTake(UserEvent.class);

  /// Places in [#ALL] of the facts that read changes.
  static final int[] OF_CHANGES = placesOfThoseThatTake(Change.class);

  private UserFacts() {}

  /// A fact that does not override a method need not be called: most facts read either events or
  /// changes, and a fold makes these calls for every event.
  private static int[] placesOfThoseThatTake(Class<?> taken) {
    return IntStream.range(0, ALL.size())
        .filter(place -> takes(ALL.get(place).type(), taken))
        .toArray();
  }

  private static boolean takes(Class<? extends UserFact> type, Class<?> taken) {
    try {
      var apply = type.getMethod("apply", taken, UserFold.class);
      return apply.getDeclaringClass() != UserFact.class;
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Names and versions of all facts: what stored states must have been written with.
  static String describe() {
    return ALL.stream()
        .map(kind -> kind.name() + " " + kind.version())
        .collect(Collectors.joining(", "));
  }

  /// Where a kind stands in [#ALL].
  @SuppressWarnings("ReferenceEquality") // a second kind of the same type is not declared
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
