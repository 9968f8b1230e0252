package dev.marquee.server.imports;

import dev.marquee.engine.events.UserProfile;

/// A user of MovieLens.
///
/// @param profile without a birth year
/// @param age in years when the ratings were given; 0 if unknown
record MovieLensViewer(long id, UserProfile profile, int age) {

  /// The profile with the birth year of a viewer who has this age in `year`.
  UserProfile profileIn(int year) {
    return age == 0
        ? profile
        : new UserProfile(
            profile.country(),
            profile.language(),
            year - age,
            profile.gender(),
            profile.attributes());
  }
}
