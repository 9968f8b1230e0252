package dev.marquee.server.http;

import dev.marquee.engine.catalog.VideoTable;
import dev.marquee.engine.events.VideoDetails;
import dev.marquee.engine.serving.LiveState;
import dev.marquee.engine.state.Snapshot;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// The latest videos written through this API, so that a client reads its own writes at once
/// although the snapshot is a few hundred milliseconds old.
///
/// Holds only writes newer than the snapshot.
final class RecentVideos {

  private final LiveState state;
  private final ConcurrentHashMap<String, Written> written = new ConcurrentHashMap<>();

  /// A video of the catalog.
  ///
  /// @param published whether it may be recommended; false after removal
  record Entry(boolean published, VideoDetails details) {}

  private record Written(long offset, Entry entry) {}

  RecentVideos(LiveState state) {
    this.state = state;
  }

  /// The video; empty if at most its id is known.
  Optional<Entry> find(String video) {
    Written recent = written.get(video);
    Snapshot snapshot = state.snapshot();
    if (recent != null && recent.offset() > snapshot.number()) {
      return Optional.of(recent.entry());
    }
    VideoTable videos = snapshot.videos();
    int ordinal = videos.find(video);
    if (ordinal < 0 || (!videos.isPublished(ordinal) && isUnwritten(videos.details(ordinal)))) {
      return Optional.empty();
    }
    return Optional.of(new Entry(videos.isPublished(ordinal), videos.details(ordinal)));
  }

  /// Whether the details are the placeholder of a video that only events such as clicks have named.
  private static boolean isUnwritten(VideoDetails details) {
    return details.equals(VideoDetails.published(details.publishedAt()))
        && details.publishedAt().isAfter(Instant.parse("2099-01-01T00:00:00Z"));
  }

  /// Records a write and its offset in the log.
  void wrote(String video, long offset, Entry entry) {
    long seen = state.snapshot().number();
    written.values().removeIf(old -> old.offset() <= seen);
    written.put(video, new Written(offset, entry));
  }
}
