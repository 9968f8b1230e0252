package dev.marquee.engine.retrieval.sources;

import dev.marquee.engine.catalog.VideoTable;
import dev.marquee.engine.index.ivf.IvfIndex;
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
    IvfIndex build(VideoTable videos);
  }

  private final Source source;
  private volatile IvfIndex index;

  /// Whether a thread makes lists anew.
  private final AtomicBoolean renewing = new AtomicBoolean();

  /// The youngest table that was seen.
  private volatile VideoTable seen;

  /// @param index of the table's videos
  VideoIndex(IvfIndex index, VideoTable videos, Source source) {
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
    IvfIndex now = index;
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
      renew("index-recluster", this::recluster);
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

  private void recluster() {
    try {
      index.recluster();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Begins to build an index in the place of one whose file turned out damaged.
  private UncheckedIOException replacing(IvfIndex damaged, UncheckedIOException damage) {
    renew("index-rebuild", () -> rebuild(damaged, damage));
    return damage;
  }

  private void rebuild(IvfIndex damaged, UncheckedIOException damage) {
    if (index != damaged) {
      return;
    }
    LOGGER.log(Level.WARNING, damage.getCause().getMessage() + ", which is being done");
    VideoTable videos = seen;
    IvfIndex built = source.build(videos);
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
    IvfIndex now = index;
    try {
      return Scored.of(now.search(query, k, eligibility.in(videos)));
    } catch (UncheckedIOException e) {
      throw replacing(now, e);
    }
  }
}
