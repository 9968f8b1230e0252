package dev.marquee.simulator;

import dev.marquee.engine.events.UserProfile;
import java.time.Instant;
import java.time.ZoneOffset;

/// A user as they truly are. The platform sees only the id and the profile.
///
/// @param index place in [World#viewers]
/// @param id as events spell it
/// @param joinedAt before the simulated days
/// @param taste what they like
/// @param habits when they come, and on what they watch
public record Viewer(
    int index,
    String id,
    UserProfile profile,
    Instant joinedAt,
    LatentVector taste,
    Habits habits) {

  /// When a viewer comes, and on what.
  ///
  /// @param devices what they watch on
  /// @param rhythm when in the day they come
  /// @param visitsPerDay how often they come while neither pleased nor displeased
  /// @param utcOffsetHours of their country
  public record Habits(
      DeviceHabit devices, DailyRhythm rhythm, double visitsPerDay, int utcOffsetHours) {}

  /// How well the video meets the taste, from -1 to 1; quality and language aside.
  public double affinity(Video video) {
    return taste.dot(video.taste());
  }

  /// How much of the video is not understood: 0 in the viewer's own language and for music, a
  /// little in English, 1 in any other language.
  public double languageBarrier(Video video) {
    var language = video.details().language();
    if (language.equals(profile.language()) || video.details().category().equals(Topics.MUSIC)) {
      return 0;
    }
    return language.equals("en") ? 0.2 : 1;
  }

  /// Whether the catalog and the law let this viewer see the video at that time.
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
