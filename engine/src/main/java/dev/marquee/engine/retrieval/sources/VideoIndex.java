package dev.marquee.engine.retrieval.sources;

import dev.marquee.engine.catalog.VideoTable;
import dev.marquee.engine.index.VectorIndex;
import dev.marquee.engine.retrieval.Eligibility;
import dev.marquee.engine.retrieval.Scored;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.util.concurrent.atomic.AtomicBoolean;

/// A vector index of the published videos of a table, by ordinal, that is updated as the table
/// grows.
///
/// Safe for use by many threads.
final class VideoIndex {

  private static final System.Logger LOGGER = System.getLogger(VideoIndex.class.getName());

  /// Supplies the vectors of an index.
  interface Source {

    /// Copies the vector of a new or changed video, published or not. Called by one thread at a
    /// time.
    ///
    /// @return whether the video has a vector
    boolean vector(VideoTable videos, int video, float[] into);

    /// Builds an index of a table's videos.
    VectorIndex build(VideoTable videos);
  }

  private final Source source;
  private volatile VectorIndex index;

  /// Whether a thread is rebuilding or reclustering the index.
  private final AtomicBoolean renewing = new AtomicBoolean();

  /// The newest table that was indexed.
  private volatile VideoTable seen;

  /// @param index of the table's videos
  VideoIndex(VectorIndex index, VideoTable videos, Source source) {
    this.source = source;
    this.index = index;
    this.seen = videos;
  }

  /// Indexes the new and changed videos of a table.
  ///
  /// @throws UncheckedIOException as [#best] does
  void follow(VideoTable videos) {
    if (!isYounger(videos, seen)) {
      return;
    }
    VectorIndex now = index;
    try {
      takeIn(videos);
    } catch (UncheckedIOException e) {
      throw replacing(now, e);
    }
  }

  private static boolean isYounger(VideoTable videos, VideoTable than) {
    return videos.changes() > than.changes() || videos.size() > than.size();
  }

  private synchronized void takeIn(VideoTable videos) {
    if (!isYounger(videos, seen)) {
      return;
    }
    float[] vector = new float[index.dimension()];
    videos.forEachChange(
        seen,
        video -> {
          if (source.vector(videos, video, vector) && videos.isPublished(video)) {
            index.put(video, vector, 0);
          } else {
            index.remove(video);
          }
        });
    seen = videos;
    if (index.isWorn()) {
      VectorIndex worn = index;
      renew("index-renewal", () -> renew(worn));
    }
  }

  private void renew(String thread, Runnable work) {
    if (renewing.compareAndSet(false, true)) {
      Thread.ofPlatform()
          .name(thread)
          .daemon()
          .start(
              () -> {
                try {
                  work.run();
                } finally {
                  renewing.set(false);
                }
              });
    }
  }

  private void renew(VectorIndex worn) {
    try {
      if (!worn.recluster()) {
        rebuild(worn);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Starts to build a replacement for an index whose file is damaged.
  private UncheckedIOException replacing(VectorIndex damaged, UncheckedIOException damage) {
    renew("index-rebuild", () -> rebuild(damaged, damage));
    return damage;
  }

  private void rebuild(VectorIndex damaged, UncheckedIOException damage) {
    if (index.equals(damaged)) {
      LOGGER.log(Level.WARNING, damage.getCause().getMessage() + "; rebuilding it now");
      rebuild(damaged);
    }
  }

  private void rebuild(VectorIndex former) {
    if (!index.equals(former)) {
      return;
    }
    VideoTable videos = seen;
    VectorIndex built = source.build(videos);
    synchronized (this) {
      index = built;
      // Changes that arrived during the build are applied again.
      seen = videos;
    }
  }

  /// The best eligible videos for a query vector.
  ///
  /// @throws UncheckedIOException if the index's file is damaged; a new index is then being built
  Scored best(float[] query, VideoTable videos, Eligibility eligibility, int k) {
    VectorIndex now = index;
    try {
      return Scored.of(now.search(query, k, eligibility.in(videos)));
    } catch (UncheckedIOException e) {
      throw replacing(now, e);
    }
  }
}
