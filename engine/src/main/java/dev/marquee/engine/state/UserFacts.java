package dev.marquee.engine.state;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// All facts of a [UserState], in the order in which events are applied and facts are stored.
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

  /// The facts that read events or changes of a class: a fold calls no other.
  private static final ClassValue<Reading[]> READINGS =
      new ClassValue<>() {
        @Override
        protected Reading[] computeValue(Class<?> news) {
          return IntStream.range(0, ALL.size())
              .filter(place -> ALL.get(place).handlers().containsKey(news))
              .mapToObj(place -> new Reading(place, handler(ALL.get(place), news)))
              .toArray(Reading[]::new);
        }
      };

  private UserFacts() {}

  /// A fact that reads something.
  ///
  /// @param place in [#ALL]
  private record Reading(int place, UserFact.Handler<UserFact, Object> handler) {}

  @SuppressWarnings("unchecked") // a kind maps a class to a handler of that class and of its fact
  private static UserFact.Handler<UserFact, Object> handler(UserFact.Kind<?> kind, Class<?> news) {
    return (UserFact.Handler<UserFact, Object>) kind.handlers().get(news);
  }

  /// Tells facts of an event or a change, in their order.
  ///
  /// @param facts one of each kind, in the order of [#ALL]
  static void tell(UserFact[] facts, Object news, UserFold fold) {
    for (Reading reading : READINGS.get(news.getClass())) {
      reading.handler().handle(facts[reading.place()], news, fold);
    }
  }

  /// Names and versions of all facts, which stored states must match.
  static String describe() {
    return ALL.stream()
        .map(kind -> kind.name() + " " + kind.version())
        .collect(Collectors.joining(", "));
  }

  /// The index of a kind in [#ALL].
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
