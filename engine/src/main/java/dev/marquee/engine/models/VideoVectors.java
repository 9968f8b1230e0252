package dev.marquee.engine.models;

import dev.marquee.engine.catalog.VideoTable;
import dev.marquee.engine.features.TowerFeatures;
import dev.marquee.engine.math.Digest;
import java.util.Arrays;

/// What a two-tower model makes of the videos of a table: rows, of which histories are made, and
/// vectors, of which an index is.
///
/// A vector has one coordinate more than the model: what everybody likes of a video, which a query
/// takes as it is.
///
/// One thread [prepares][#prepare], any number reads.
public final class VideoVectors {

  private final TwoTowerModel model;

  /// Rows of videos that training never met; null for the others.
  private volatile float[][] untrained;

  /// Prepares all videos of a table.
  public VideoVectors(TwoTowerModel model, VideoTable videos) {
    this.model = model;
    this.untrained = new float[videos.size()][];
    for (int video = 0; video < videos.size(); video++) {
      prepare(videos, video);
    }
  }

  /// The length of a vector.
  public int dimension() {
    return model.dimension() + 1;
  }

  /// Makes the row of a video that is new or has changed.
  public void prepare(VideoTable videos, int video) {
    if (model.items().item(videos, video) >= 0) {
      return;
    }
    if (video >= untrained.length) {
      untrained = Arrays.copyOf(untrained, videos.size() + videos.size() / 4);
    }
    float[] row = new float[model.dimension()];
    model.row(TowerFeatures.ofVideo(videos, video), new float[0], row, 0);
    untrained[video] = row;
  }

  /// Copies the row of a video.
  ///
  /// @return whether the video is known: a viewer's state may be younger than the table
  public boolean row(VideoTable videos, int video, float[] into, int offset) {
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

  /// Copies the vector of a video that was prepared.
  public void vector(VideoTable videos, int video, float[] into, int offset) {
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

  /// What tells a video and its vector from all others of this model, never 0, the same in every
  /// process.
  long mark(VideoTable videos, int video) {
    var digest = new Digest();
    digest.add(videos.idHash(video));
    if (model.items().item(videos, video) < 0) {
      digest.add(untrained[video], 0, model.dimension());
    }
    return digest.value() == 0 ? 1 : digest.value();
  }
}
