package dev.marquee.engine.features;

import dev.marquee.engine.catalog.VideoTable;
import dev.marquee.engine.events.Context;
import dev.marquee.engine.events.UserProfile;
import dev.marquee.engine.events.VideoDetails;
import dev.marquee.engine.math.Hashing;
import dev.marquee.engine.state.Keys;
import dev.marquee.engine.state.UserState;
import it.unimi.dsi.fastutil.longs.LongArrayList;
import java.time.Instant;
import java.time.ZoneOffset;

/// The inputs of a two-tower model besides ids: 64-bit hashes of a feature's name and value, the
/// same in every process, computed by the same code for training and for requests.
public final class TowerFeatures {

  private TowerFeatures() {}

  /// The features of a video that need no watches: channel, categories, language, the log2 bucket
  /// of its duration, the LSH buckets of its vector, the platform's own columns. Unknown ones are
  /// left out.
  public static long[] ofVideo(VideoTable videos, int video) {
    LongArrayList features = new LongArrayList();
    VideoDetails details = videos.details(video);
    add(features, "channel", details.channel());
    for (String category : details.categories()) {
      add(features, "category", category);
    }
    add(features, "language", details.language());
    if (details.durationSeconds() > 0) {
      add(features, "duration", Keys.durationBucket(details.durationSeconds()));
    }
    for (int attribute : videos.attributes(video)) {
      add(features, "attribute", attribute);
    }
    return features.toLongArray();
  }

  /// The features of a request: profile, country, device, surface, hour and day of the week (UTC).
  /// Unknown ones are left out.
  public static long[] ofRequest(UserState user, Context context, Instant at) {
    LongArrayList features = new LongArrayList();
    UserProfile profile = user.profile();
    add(features, "country", context.country().isEmpty() ? profile.country() : context.country());
    add(features, "device", context.device());
    add(features, "surface", context.surface());
    add(features, "viewer's language", profile.language());
    add(features, "gender", profile.gender());
    if (profile.birthYear() > 0) {
      add(features, "born in the decade", profile.birthYear() / 10);
    }
    for (int attribute : user.profileAttributes()) {
      add(features, "viewer's attribute", attribute);
    }
    var time = at.atOffset(ZoneOffset.UTC);
    add(features, "hour", time.getHour());
    add(features, "day of the week", time.getDayOfWeek().getValue());
    return features.toLongArray();
  }

  private static void add(LongArrayList features, String name, String value) {
    if (!value.isEmpty()) {
      features.add(Hashing.mix(Hashing.ofString(name), Hashing.ofString(value)));
    }
  }

  private static void add(LongArrayList features, String name, long value) {
    features.add(Hashing.mix(Hashing.ofString(name), value));
  }
}
