package dev.marquee.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;

/// One request for a feed.
///
/// @param user the platform's id of the viewer; need not be known
/// @param place where the viewer asks from
/// @param at when it was asked: everything that depends on time reads this, never a clock
/// @param limit how many videos are wanted
/// @param budget how long the answer may take
/// @param exclude ids of videos that must not be answered, such as those on earlier pages
public record Request(
    String user, Place place, Instant at, int limit, Duration budget, Set<String> exclude) {

  /// The most videos one feed may ask for.
  public static final int MAX = 500;

  /// How long an answer may take where nobody says otherwise.
  public static final Duration BUDGET = Duration.ofMillis(200);

  /// Where a viewer asks from.
  ///
  /// @param country ISO 3166 code of where the viewer is; empty where unknown
  /// @param device the platform's word for the device; empty where unknown
  /// @param surface the part of the product that asks; empty where there is only one
  public record Place(String country, String device, String surface) {

    /// Nothing is known.
    public static final Place UNKNOWN = new Place("", "", "");

    public Place {
      Objects.requireNonNull(country, "country");
      Objects.requireNonNull(device, "device");
      Objects.requireNonNull(surface, "surface");
    }
  }

  /// Ten videos within 200 ms, for a viewer of whom nothing but the id is known.
  public static Request of(String user, Instant at) {
    return new Request(user, Place.UNKNOWN, at, 10, BUDGET, Set.of());
  }

  public Request {
    Objects.requireNonNull(user, "user");
    Objects.requireNonNull(place, "place");
    Objects.requireNonNull(at, "at");
    Objects.requireNonNull(budget, "budget");
    if (limit < 1 || limit > MAX) {
      throw new IllegalArgumentException("limit must be from 1 to " + MAX + ", was " + limit);
    }
    exclude = Set.copyOf(exclude);
  }

  public Request from(String country, String device, String surface) {
    return new Request(user, new Place(country, device, surface), at, limit, budget, exclude);
  }

  public Request limit(int newLimit) {
    return new Request(user, place, at, newLimit, budget, exclude);
  }

  public Request within(Duration newBudget) {
    return new Request(user, place, at, limit, newBudget, exclude);
  }

  public Request excluding(Set<String> videos) {
    return new Request(user, place, at, limit, budget, videos);
  }
}
