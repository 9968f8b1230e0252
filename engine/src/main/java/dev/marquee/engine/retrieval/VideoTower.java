package dev.marquee.engine.retrieval;

import dev.marquee.engine.catalog.VideoTable;
import dev.marquee.engine.index.Hits;
import dev.marquee.engine.index.IdFilter;
import dev.marquee.engine.index.IvfIndex;
import dev.marquee.engine.models.SavedIndex;
import dev.marquee.engine.models.TwoTowerModel;
import dev.marquee.engine.models.VideoVectors;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/// What a two-tower model makes of the videos of a table, in an index that follows the table.
///
/// Videos are in the index by ordinal while they are published.
///
/// For any number of threads.
final class VideoTower {

  private static final System.Logger LOGGER = System.getLogger(VideoTower.class.getName());

  private final VideoVectors vectors;
  private volatile IvfIndex index;

  /// Whether a thread makes lists anew.
  private final AtomicBoolean renewing = new AtomicBoolean();

  /// The youngest table that was seen.
  private volatile VideoTable seen;

  /// Opens the saved index and takes in what the table has otherwise, or builds one where none was
  /// saved.
  VideoTower(TwoTowerModel model, Optional<SavedIndex> saved, VideoTable videos) {
    this.vectors = new VideoVectors(model, videos);
    this.index =
        saved
            .map(index -> index.open(vectors, videos))
            .orElseGet(() -> SavedIndex.build(vectors, videos));
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
    float[] vector = new float[vectors.dimension()];
    videos.forEachChange(
        seen,
        video -> {
          vectors.prepare(videos, video);
          if (videos.isPublished(video)) {
            vectors.vector(videos, video, vector, 0);
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
    IvfIndex built = SavedIndex.build(vectors, videos);
    synchronized (this) {
      index = built;
      // What came while it was built is taken in again.
      seen = videos;
    }
  }

  /// Copies the row of a video, which a history is made of.
  ///
  /// @return whether the video is known: a viewer's state may be younger than the table
  boolean row(VideoTable videos, int video, float[] into, int offset) {
    return vectors.row(videos, video, into, offset);
  }

  /// The best of the eligible for a viewer.
  ///
  /// @param viewer as [TwoTowerModel#query] gives it
  /// @throws UncheckedIOException where the index's file is damaged; another one is being built
  Scored best(float[] viewer, VideoTable videos, Eligibility eligibility, int k) {
    float[] query = Arrays.copyOf(viewer, viewer.length + 1);
    query[viewer.length] = 1;
    IdFilter filter = IdFilter.ALL.and(video -> eligibility.test(videos, video));
    IvfIndex now = index;
    try {
      Hits hits = now.search(query, k, filter);
      return new Scored(hits.ids(), hits.scores());
    } catch (UncheckedIOException e) {
      throw replacing(now, e);
    }
  }
}
