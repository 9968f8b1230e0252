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

/// Which videos may be recommended to one viewer now. Sources must return no others.
///
/// Plain data instead of a closure, so that a remote index can apply it inside its search.
///
/// @param atMillis only videos published by this time and not removed
/// @param country only videos allowed in this country; if empty, only videos allowed everywhere
/// @param age only videos allowed at this age
/// @param viewer the viewer, whose watched videos are left out
/// @param excluded ordinals of further videos to leave out: refused by the viewer or named in the
///   request
public record Eligibility(
    long atMillis, String country, int age, UserState viewer, IntSet excluded) {

  /// The assumed age of a viewer whose birth year is unknown: a minor.
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

  /// The minimum possible age of a viewer born in the profile's year.
  private static int age(Request request, UserProfile profile) {
    return profile.birthYear() == 0
        ? UNKNOWN_AGE
        : request.at().atZone(ZoneOffset.UTC).getYear() - profile.birthYear() - 1;
  }

  /// Whether the video may be recommended.
  public boolean test(VideoTable videos, int video) {
    return isShowable(videos, video)
        && !excluded.contains(video)
        && !viewer.hasWatched(videos, video);
  }

  /// The filter that an index of a table's videos applies inside its search.
  public IdFilter in(VideoTable videos) {
    return IdFilter.ALL.and(video -> test(videos, video));
  }

  /// Whether the video may be shown to the viewer at all, watched before or not.
  public boolean isShowable(VideoTable videos, int video) {
    // A chart or an index may be newer than the snapshot; videos that the snapshot lacks are
    // skipped.
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
