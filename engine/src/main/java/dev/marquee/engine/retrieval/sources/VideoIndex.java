package dev.marquee.engine.retrieval.sources;

import dev.marquee.engine.catalog.VideoTable;
import dev.marquee.engine.index.VectorIndex;
import dev.marquee.engine.retrieval.Eligibility;
import dev.marquee.engine.retrieval.Scored;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.util.concurrent.atomic.AtomicBoolean;

/// An index of the published videos of a table, by ordinal, that follows the table.
///
/// For any number of threads.
final class VideoIndex {

  private static final System.Logger LOGGER = System.getLogger(VideoIndex.class.getName());

  /// The vectors that an index is of.
  interface Source {

    /// Copies the vector of a video, published or not, that is new or has changed. One thread at a
    /// time.
    ///
    /// @return whether it has one
    boolean vector(VideoTable videos, int video, float[] into);

    /// Builds the index of a table's videos.
    VectorIndex build(VideoTable videos);
  }

  private final Source source;
  private volatile VectorIndex index;

  /// Whether a thread renews the index.
  private final AtomicBoolean renewing = new AtomicBoolean();

  /// The youngest table that was seen.
  private volatile VideoTable seen;

  /// @param index of the table's videos
  VideoIndex(VectorIndex index, VideoTable videos, Source source) {
    this.source = source;
    this.index = index;
    this.seen = videos;
  }

  /// Takes in what is new in a table.
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

  /// Begins to build an index in the place of one whose file turned out damaged.
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
      // What came while it was built is taken in again.
      seen = videos;
    }
  }

  /// The best of the eligible.
  ///
  /// @throws UncheckedIOException where the index's file is damaged; another one is being built
  Scored best(float[] query, VideoTable videos, Eligibility eligibility, int k) {
    VectorIndex now = index;
    try {
      return Scored.of(now.search(query, k, eligibility.in(videos)));
    } catch (UncheckedIOException e) {
      throw replacing(now, e);
    }
  }
}
