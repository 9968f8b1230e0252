package dev.marquee.engine.models.twotower;

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
/// Rows of videos unknown to training are computed on first use, from the given table's data of the
/// video. For any number of threads, which may make a row twice.
public final class VideoVectors {

  private final TwoTowerModel model;

  /// By ordinal; null before first use, and for videos known to training.
  private volatile Untrained[] untrained = new Untrained[1024];

  /// The row of a video that training never met.
  ///
  /// @param details what it was made of
  private record Untrained(Object details, float[] row) {}

  public VideoVectors(TwoTowerModel model) {
    this.model = model;
  }

  /// The length of a vector.
  public int dimension() {
    return model.dimension() + 1;
  }

  /// Copies the row of a video.
  ///
  /// @return whether the video is known: a viewer's state may be younger than the table
  public boolean row(VideoTable videos, int video, float[] into, int offset) {
    if (video >= videos.size()) {
      return false;
    }
    int item = model.items().item(videos, video);
    if (item >= 0) {
      model.row(item, into, offset);
    } else {
      System.arraycopy(untrained(videos, video), 0, into, offset, model.dimension());
    }
    return true;
  }

  @SuppressWarnings("ReferenceEquality") // The details of a video that changes are replaced.
  private float[] untrained(VideoTable videos, int video) {
    Untrained[] made = untrained;
    if (video >= made.length) {
      made = Arrays.copyOf(made, videos.size() + videos.size() / 4);
      untrained = made;
    }
    Object details = videos.details(video);
    Untrained known = made[video];
    if (known == null || known.details != details) {
      float[] row = new float[model.dimension()];
      model.row(TowerFeatures.ofVideo(videos, video), new float[0], row, 0);
      known = new Untrained(details, row);
      made[video] = known;
    }
    return known.row;
  }

  /// Copies the vector of a video of the table.
  public void vector(VideoTable videos, int video, float[] into, int offset) {
    int d = model.dimension();
    int item = model.items().item(videos, video);
    if (item >= 0) {
      model.vector(item, into, offset);
      into[offset + d] = model.bias(item);
    } else {
      System.arraycopy(untrained(videos, video), 0, into, offset, d);
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
      digest.add(untrained(videos, video), 0, model.dimension());
    }
    return digest.value() == 0 ? 1 : digest.value();
  }
}
