package dev.marquee.engine.events;

import java.util.Map;

/// A user's profile from the platform. Unknown texts are empty, an unknown birth year is 0.
///
/// @param country ISO 3166 code of the home country
/// @param language BCP 47 tag
/// @param birthYear determines which maturity the user may see
/// @param gender in the platform's own terms
/// @param attributes the platform's own columns, by name
public record UserProfile(
    String country, String language, int birthYear, String gender, Map<String, String> attributes) {

  /// Nothing is known.
  public static final UserProfile UNKNOWN = new UserProfile("", "", 0, "", Map.of());

  public static final Fields<UserProfile> FIELDS =
      Fields.of(
          it -> new UserProfile(it.name(), it.name(), it.year(), it.name(), it.attributes()),
          Field.name("country", UserProfile::country)
              .says("ISO 3166 code of the home country", "unknown"),
          Field.name("language", UserProfile::language).says("BCP 47 tag", "unknown"),
          Field.whole("birthYear", UserProfile::birthYear)
              .says("determines which maturity the user may see", "unknown"),
          Field.name("gender", UserProfile::gender).says("your own word", "unknown"),
          Field.attributes("attributes", UserProfile::attributes)
              .says("[your own columns](#columns-of-your-own): texts, numbers, booleans", "none"));

  public UserProfile {
    Limits.optionalId("country", country);
    Limits.optionalId("language", language);
    Limits.atLeast(0, "birthYear", birthYear);
    Limits.optionalId("gender", gender);
    attributes = Map.copyOf(Limits.attributes("attributes", attributes));
  }
}
