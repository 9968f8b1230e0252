package dev.marquee.simulator;

import dev.marquee.engine.events.UserProfile;
import java.time.Instant;
import java.time.ZoneOffset;

/// A user with their true properties. The platform sees only the id and the profile.
///
/// @param index index in [World#viewers]
/// @param id the id in events
/// @param joinedAt before the simulated days
/// @param taste the viewer's taste
/// @param habits when the viewer comes, and on which devices
public record Viewer(
    int index,
    String id,
    UserProfile profile,
    Instant joinedAt,
    LatentVector taste,
    Habits habits) {

  /// When a viewer comes, and on which devices.
  ///
  /// @param devices which devices the viewer uses
  /// @param rhythm times of day of the visits
  /// @param visitsPerDay rate of visits at neutral satisfaction
  /// @param utcOffsetHours UTC offset of the viewer's country
  public record Habits(
      DeviceHabit devices, DailyRhythm rhythm, double visitsPerDay, int utcOffsetHours) {}

  /// How well the video fits the taste, from -1 to 1, regardless of quality and language.
  public double affinity(Video video) {
    return taste.dot(video.taste());
  }

  /// How much of the video the viewer does not understand: 0 in the viewer's own language and for
  /// music, a little in English, 1 in any other language.
  public double languageBarrier(Video video) {
    var language = video.details().language();
    if (language.equals(profile.language()) || video.details().category().equals(Topics.MUSIC)) {
      return 0;
    }
    return language.equals("en") ? 0.2 : 1;
  }

  /// Whether the viewer may see the video at a time: it is published and allowed in the viewer's
  /// country and at the viewer's age.
  public boolean maySee(Video video, Instant at) {
    var details = video.details();
    return video.isPublished(at)
        && (details.countries().isEmpty() || details.countries().contains(profile.country()))
        && (details.maturity() == 0
            || at.atOffset(ZoneOffset.UTC).getYear() - profile.birthYear() > details.maturity());
  }

  int localHour(Instant at) {
    return at.atOffset(ZoneOffset.ofHours(habits.utcOffsetHours())).getHour();
  }
}
