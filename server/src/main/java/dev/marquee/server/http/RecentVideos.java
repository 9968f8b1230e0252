package dev.marquee.server.http;

import dev.marquee.engine.catalog.VideoTable;
import dev.marquee.engine.events.VideoDetails;
import dev.marquee.engine.serving.LiveState;
import dev.marquee.engine.state.Snapshot;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Videos as this API last left them: a writer reads its own write at once, though the snapshot
/// that all others read is a few hundred milliseconds older.
///
/// Holds only what is younger than the snapshot.
final class RecentVideos {

  private final LiveState state;
  private final ConcurrentHashMap<String, Written> written = new ConcurrentHashMap<>();

  /// A video of the catalog.
  ///
  /// @param published whether it may be recommended; false once it was removed
  record Entry(boolean published, VideoDetails details) {}

  private record Written(long offset, Entry entry) {}

  RecentVideos(LiveState state) {
    this.state = state;
  }

  /// The video, unless nothing but its id was ever met.
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

  /// A video that only clicks and the like have named has details that say nothing.
  private static boolean isUnwritten(VideoDetails details) {
    return details.equals(VideoDetails.published(details.publishedAt()))
        && details.publishedAt().isAfter(Instant.parse("2099-01-01T00:00:00Z"));
  }

  /// Remembers what was stored at an offset of the log.
  void wrote(String video, long offset, Entry entry) {
    long seen = state.snapshot().number();
    written.values().removeIf(old -> old.offset() <= seen);
    written.put(video, new Written(offset, entry));
  }
}
