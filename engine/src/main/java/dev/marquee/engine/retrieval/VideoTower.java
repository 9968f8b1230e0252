package dev.marquee.engine.retrieval;

import dev.marquee.engine.catalog.VideoTable;
import dev.marquee.engine.events.VideoDetails;
import dev.marquee.engine.features.TowerFeatures;
import dev.marquee.engine.math.TopK;
import dev.marquee.engine.math.Vectors;
import dev.marquee.engine.models.TwoTowerModel;

/// What a two-tower model makes of all videos of a table, side by side in the order of their
/// ordinals, so that a request reads through memory instead of jumping about in it.
///
/// Immutable, for any number of threads. About 4 (d + 1) bytes a video.
final class VideoTower {

  /// Videos that are scored at a time.
  private static final int CHUNK = 256;

  private final TwoTowerModel model;
  private final int size;
  private final long changes;

  /// Videos that training never met; null for the others.
  private final Untrained[] untrained;

  /// Unit vectors, n × d.
  private final float[] units;

  private final float[] biases;

  /// @param details that the row was made of
  // Nobody compares two of them.
  @SuppressWarnings("ArrayRecordComponent")
  private record Untrained(VideoDetails details, float[] row) {}

  private VideoTower(TwoTowerModel model, int size, long changes) {
    this.model = model;
    this.size = size;
    this.changes = changes;
    this.untrained = new Untrained[size];
    this.units = new float[Math.multiplyExact(size, model.dimension())];
    this.biases = new float[size];
  }

  /// The tower of a model, of no videos yet.
  static VideoTower of(TwoTowerModel model) {
    return new VideoTower(model, 0, Long.MIN_VALUE);
  }

  /// Whether the table has all its videos in here, as they are.
  boolean covers(VideoTable videos) {
    return changes >= videos.changes() && size >= videos.size();
  }

  /// The tower with the table's videos, made anew where they are new or have changed.
  VideoTower with(VideoTable videos) {
    VideoTower next = new VideoTower(model, videos.size(), videos.changes());
    int kept = Math.min(size, next.size);
    int d = model.dimension();
    System.arraycopy(units, 0, next.units, 0, kept * d);
    System.arraycopy(biases, 0, next.biases, 0, kept);
    for (int video = 0; video < next.size; video++) {
      if (video >= kept) {
        next.add(videos, video);
      } else if (untrained[video] != null) {
        next.renew(videos, video, untrained[video]);
      }
    }
    return next;
  }

  @SuppressWarnings("ReferenceEquality") // A table replaces the details of a video that changes.
  private void renew(VideoTable videos, int video, Untrained before) {
    if (before.details == videos.details(video)) {
      untrained[video] = before;
    } else {
      add(videos, video);
    }
  }

  private void add(VideoTable videos, int video) {
    int d = model.dimension();
    int item = model.items().item(videos, video);
    if (item >= 0) {
      model.vector(item, units, video * d);
      biases[video] = model.bias(item);
      return;
    }
    float[] row = new float[d];
    model.row(TowerFeatures.ofVideo(videos, video), new float[0], row, 0);
    untrained[video] = new Untrained(videos.details(video), row);
    System.arraycopy(row, 0, units, video * d, d);
    model.normalise(units, video * d);
    biases[video] = model.usualBias();
  }

  /// Copies the row of a video, which a history is made of.
  ///
  /// @return whether the video is in here: a viewer's state may be younger than the table
  boolean row(VideoTable videos, int video, float[] into, int offset) {
    if (video >= size) {
      return false;
    }
    if (untrained[video] != null) {
      System.arraycopy(untrained[video].row, 0, into, offset, model.dimension());
    } else {
      model.row(model.items().item(videos, video), into, offset);
    }
    return true;
  }

  /// The best of the eligible for a viewer.
  ///
  /// @param viewer as [TwoTowerModel#query] gives it
  TopK best(float[] viewer, VideoTable videos, Eligibility eligibility, int k) {
    TopK best = new TopK(k);
    float[] scores = new float[CHUNK];
    int d = model.dimension();
    for (int from = 0; from < videos.size(); from += CHUNK) {
      int count = Math.min(CHUNK, videos.size() - from);
      Vectors.dots(units, from * d, d, count, viewer, 0, d, scores, 0);
      for (int i = 0; i < count; i++) {
        float score = scores[i] + biases[from + i];
        // Whether a viewer may see a video costs more than its score.
        if (best.wants(score) && eligibility.test(videos, from + i)) {
          best.add(from + i, score);
        }
      }
    }
    return best;
  }
}
