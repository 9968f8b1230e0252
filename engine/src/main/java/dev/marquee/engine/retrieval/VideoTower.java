package dev.marquee.engine.retrieval;

import dev.marquee.engine.catalog.VideoTable;
import dev.marquee.engine.features.TowerFeatures;
import dev.marquee.engine.index.Hits;
import dev.marquee.engine.index.IdFilter;
import dev.marquee.engine.index.IvfIndex;
import dev.marquee.engine.index.IvfSettings;
import dev.marquee.engine.index.VectorSource;
import dev.marquee.engine.models.TwoTowerModel;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;

/// What a two-tower model makes of the videos of a table, in an index that follows the table.
///
/// The index has one coordinate more than the model: what everybody likes of a video, which a query
/// takes as it is. Videos are in it by ordinal while they are published.
///
/// For any number of threads.
final class VideoTower {

  private final TwoTowerModel model;
  private final IvfIndex index;
  private final AtomicBoolean reclustering = new AtomicBoolean();

  /// The youngest table that was seen.
  private volatile VideoTable seen;

  /// Rows of videos that training never met; null for the others.
  private volatile float[][] untrained;

  /// Builds the index of a table's videos, which takes about 5 seconds for a million.
  ///
  /// @throws IllegalStateException where the thread is interrupted
  VideoTower(TwoTowerModel model, VideoTable videos) {
    this.model = model;
    this.untrained = new float[videos.size()][];
    this.seen = videos;
    int[] published = new int[videos.size()];
    int many = 0;
    for (int video = 0; video < published.length; video++) {
      prepare(videos, video);
      if (videos.isPublished(video)) {
        published[many++] = video;
      }
    }
    try {
      this.index =
          IvfIndex.build(
              new Published(videos, Arrays.copyOf(published, many)),
              IvfSettings.of(model.dimension() + 1));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the videos' index was built", e);
    }
  }

  /// Takes in what is new in a table.
  void follow(VideoTable videos) {
    if (isYounger(videos, seen)) {
      takeIn(videos);
    }
  }

  private static boolean isYounger(VideoTable videos, VideoTable than) {
    return videos.changes() > than.changes() || videos.size() > than.size();
  }

  private synchronized void takeIn(VideoTable videos) {
    if (!isYounger(videos, seen)) {
      return;
    }
    if (videos.size() > untrained.length) {
      untrained = Arrays.copyOf(untrained, videos.size() + videos.size() / 4);
    }
    float[] vector = new float[index.dimension()];
    videos.forEachChange(
        seen,
        video -> {
          prepare(videos, video);
          if (videos.isPublished(video)) {
            vector(videos, video, vector, 0);
            index.put(video, vector, 0);
          } else {
            index.remove(video);
          }
        });
    seen = videos;
    if (index.isWorn() && reclustering.compareAndSet(false, true)) {
      Thread.ofPlatform().name("index-recluster").daemon().start(this::recluster);
    }
  }

  private void recluster() {
    try {
      index.recluster();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      reclustering.set(false);
    }
  }

  /// Makes the row of a video that training never met.
  private void prepare(VideoTable videos, int video) {
    if (model.items().item(videos, video) < 0) {
      float[] row = new float[model.dimension()];
      model.row(TowerFeatures.ofVideo(videos, video), new float[0], row, 0);
      untrained[video] = row;
    }
  }

  private void vector(VideoTable videos, int video, float[] into, int offset) {
    int d = model.dimension();
    int item = model.items().item(videos, video);
    if (item >= 0) {
      model.vector(item, into, offset);
      into[offset + d] = model.bias(item);
    } else {
      System.arraycopy(untrained[video], 0, into, offset, d);
      model.normalise(into, offset);
      into[offset + d] = model.usualBias();
    }
  }

  /// Copies the row of a video, which a history is made of.
  ///
  /// @return whether the video is known: a viewer's state may be younger than the table
  boolean row(VideoTable videos, int video, float[] into, int offset) {
    float[][] rows = untrained;
    int item = video < videos.size() ? model.items().item(videos, video) : -1;
    if (item >= 0) {
      model.row(item, into, offset);
      return true;
    }
    if (video >= rows.length || rows[video] == null) {
      return false;
    }
    System.arraycopy(rows[video], 0, into, offset, model.dimension());
    return true;
  }

  /// The best of the eligible for a viewer.
  ///
  /// @param viewer as [TwoTowerModel#query] gives it
  Scored best(float[] viewer, VideoTable videos, Eligibility eligibility, int k) {
    float[] query = Arrays.copyOf(viewer, viewer.length + 1);
    query[viewer.length] = 1;
    IdFilter filter = IdFilter.ALL.and(video -> eligibility.test(videos, video));
    Hits hits = index.search(query, k, filter);
    return new Scored(hits.ids(), hits.scores());
  }

  /// The videos of a table that viewers may see now or later.
  private final class Published implements VectorSource {

    private final VideoTable videos;
    private final int[] published;

    Published(VideoTable videos, int[] published) {
      this.videos = videos;
      this.published = published;
    }

    @Override
    public int size() {
      return published.length;
    }

    @Override
    public int id(int number) {
      return published[number];
    }

    @Override
    public void read(int number, float[] into, int offset) {
      vector(videos, published[number], into, offset);
    }
  }
}
