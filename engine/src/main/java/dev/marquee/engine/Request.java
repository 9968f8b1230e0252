package dev.marquee.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;

/// One request for a feed.
///
/// @param user the platform's id of the viewer, known or not
/// @param place the viewer's country and device, and the surface
/// @param at the time of the request; everything that depends on time uses it, never a clock
/// @param limit the number of videos wanted
/// @param budget how long the answer may take
/// @param exclude ids of videos that must not be in the feed, such as those on earlier pages
public record Request(
    String user, Place place, Instant at, int limit, Duration budget, Set<String> exclude) {

  /// The maximum number of videos in one feed.
  public static final int MAX = 500;

  /// The default time budget.
  public static final Duration BUDGET = Duration.ofMillis(200);

  /// The place of a request.
  ///
  /// @param country ISO 3166 code of the viewer's country; empty if unknown
  /// @param device the platform's name of the device; empty if unknown
  /// @param surface the part of the product that shows the feed; empty if there is only one
  public record Place(String country, String device, String surface) {

    /// A place of which nothing is known.
    public static final Place UNKNOWN = new Place("", "", "");

    public Place {
      Objects.requireNonNull(country, "country");
      Objects.requireNonNull(device, "device");
      Objects.requireNonNull(surface, "surface");
    }
  }

  /// A request for ten videos within 200 ms, where only the viewer's id is known.
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
