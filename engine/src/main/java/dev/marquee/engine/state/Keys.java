package dev.marquee.engine.state;

import dev.marquee.engine.catalog.VideoTable;
import dev.marquee.engine.math.Hashing;

/// The 64-bit keys of counters.
///
/// Channels and categories are keyed by the hash of their names, videos by the hash of their ids,
/// so that a key is the same in every process.
public final class Keys {

  public static final long ALL = Hashing.mix(1, 0);
  public static final long HISTORY_ALL = Hashing.mix(2, 0);

  private Keys() {}

  public static long surface(int surface) {
    return Hashing.mix(3, surface);
  }

  public static long video(VideoTable videos, int video) {
    return Hashing.mix(4, videos.idHash(video));
  }

  public static long videoOnSurface(VideoTable videos, int video, int surface) {
    return Hashing.mix(Hashing.mix(5, surface), videos.idHash(video));
  }

  static long videoInCountry(VideoTable videos, int video, int country) {
    return Hashing.mix(Hashing.mix(6, country), videos.idHash(video));
  }

  public static long channel(VideoTable videos, int channel) {
    return Hashing.mix(7, videos.channels().hash(channel));
  }

  public static long category(VideoTable videos, int category) {
    return Hashing.mix(8, videos.categories().hash(category));
  }

  public static long categoryOnSurface(VideoTable videos, int category, int surface) {
    return Hashing.mix(Hashing.mix(9, surface), videos.categories().hash(category));
  }

  public static long historyVideo(VideoTable videos, int video) {
    return Hashing.mix(10, videos.idHash(video));
  }

  public static long historyChannel(VideoTable videos, int channel) {
    return Hashing.mix(11, videos.channels().hash(channel));
  }

  public static long historyCategory(VideoTable videos, int category) {
    return Hashing.mix(12, videos.categories().hash(category));
  }

  /// The hash of a surface, country or device: `String.hashCode`, which the Java specification
  /// fixes.
  public static int name(String text) {
    return text.hashCode();
  }

  /// The log2 bucket of a duration: 0 for unknown or up to a second, 6 for one to two minutes.
  public static int durationBucket(double durationSeconds) {
    return durationSeconds <= 1 ? 0 : Math.getExponent(durationSeconds);
  }
}
