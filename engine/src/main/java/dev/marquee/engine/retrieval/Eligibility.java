package dev.marquee.engine.retrieval;

import dev.marquee.engine.Request;
import dev.marquee.engine.catalog.VideoTable;
import dev.marquee.engine.events.UserProfile;
import dev.marquee.engine.events.VideoDetails;
import dev.marquee.engine.index.IdFilter;
import dev.marquee.engine.state.UserState;
import it.unimi.dsi.fastutil.ints.IntOpenHashSet;
import it.unimi.dsi.fastutil.ints.IntSet;
import java.time.ZoneOffset;

/// Which videos may be answered to one viewer now: what a source must not return.
///
/// A declaration, not a closure, so that a remote index can apply it inside its search.
///
/// @param atMillis only what is published by then, and not removed
/// @param country only what may be shown there; empty: only what may be shown everywhere
/// @param age only what a viewer of this age may see
/// @param viewer whose watched videos are left out
/// @param excluded ordinals left out besides: refused by the viewer or named in the request
public record Eligibility(
    long atMillis, String country, int age, UserState viewer, IntSet excluded) {

  /// The age of a viewer whose birth year is unknown: not an adult for certain.
  public static final int UNKNOWN_AGE = 17;

  static Eligibility of(Request request, String country, VideoTable videos, UserState viewer) {
    IntSet excluded = new IntOpenHashSet();
    for (String id : request.exclude()) {
      excluded.add(videos.find(id));
    }
    viewer.notInterested().forEach(excluded::add);
    return new Eligibility(
        request.at().toEpochMilli(), country, age(request, viewer.profile()), viewer, excluded);
  }

  /// The minimum age of a viewer born in the profile's year.
  private static int age(Request request, UserProfile profile) {
    return profile.birthYear() == 0
        ? UNKNOWN_AGE
        : request.at().atZone(ZoneOffset.UTC).getYear() - profile.birthYear() - 1;
  }

  /// Whether the video may be answered.
  public boolean test(VideoTable videos, int video) {
    return isShowable(videos, video)
        && !excluded.contains(video)
        && !viewer.hasWatched(videos, video);
  }

  /// As an index of a table's videos applies it inside its search.
  public IdFilter in(VideoTable videos) {
    return IdFilter.ALL.and(video -> test(videos, video));
  }

  /// Whether the video may be shown to such a viewer at all, seen before or not.
  public boolean isShowable(VideoTable videos, int video) {
    // A list or a table of items may be younger than the snapshot: what it lacks has to wait.
    if (video >= videos.size()) {
      return false;
    }
    if (videos.isOpen(video, atMillis)) {
      return true;
    }
    if (!videos.isLive(video, atMillis)) {
      return false;
    }
    VideoDetails details = videos.details(video);
    return details.maturity() <= age
        && (details.countries().isEmpty() || details.countries().contains(country));
  }
}
