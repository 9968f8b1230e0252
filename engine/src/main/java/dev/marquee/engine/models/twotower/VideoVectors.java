package dev.marquee.engine.models.twotower;

import dev.marquee.engine.catalog.VideoTable;
import dev.marquee.engine.features.TowerFeatures;
import dev.marquee.engine.math.Digest;
import java.util.Arrays;

/// A two-tower model's outputs for the videos of a table: rows for encoding histories, and vectors
/// for the index.
///
/// A vector has one coordinate more than the model: the item bias, which a query multiplies by 1.
///
/// Rows of videos unknown to training are computed on first use, from the video's data in the given
/// table. Safe for use by many threads, which may compute a row twice.
public final class VideoVectors {

  private final TwoTowerModel model;

  /// By ordinal; null before first use, and for videos known to training.
  private volatile Untrained[] untrained = new Untrained[1024];

  /// The row of a video unknown to training.
  ///
  /// @param details the video data that it was computed from
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
  /// @return false if the table lacks the video: a viewer's state may be newer than the table
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

  @SuppressWarnings("ReferenceEquality") // A changed video gets a new details object.
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

  /// A fingerprint of a video and its vector under this model: never 0, and the same in every
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
