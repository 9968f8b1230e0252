package dev.marquee.engine.models.wideanddeep;

import dev.marquee.engine.features.FeatureRows;
import dev.marquee.engine.math.Vectors;
import dev.marquee.engine.models.wideanddeep.WideAndDeep.Shape;

/// What a network's first layer makes of the videos alone, computed when a video is first ranked.
///
/// A share belongs to one version of its video's data, so a changed video gets a new one. Shares of
/// all ranked videos are kept, up to about a million. For any number of threads, which may compute
/// a share twice.
final class VideoShares {

  private static final int MAX = 1 << 20;

  private final WideAndDeep network;
  private volatile Share[] shares = new Share[1024];

  /// In one array, since a request waits for each that it has to find: what is added to the first
  /// layer, what is added to the heads, and what [WideAndDeep#target] gives where the network reads
  /// the history.
  ///
  /// @param video the hash of its id
  /// @param version of its data
  private record Share(long video, Object version, float[] values) {

    @SuppressWarnings("ReferenceEquality") // A version is one object.
    boolean isOf(FeatureRows rows, int row) {
      return version == rows.version(row) && video == rows.idHash(row);
    }
  }

  /// Where in a share stands what is added to the heads.
  int wide() {
    return network.shape().outOf(0);
  }

  int target() {
    return wide() + WideAndDeep.HEADS;
  }

  VideoShares(WideAndDeep network) {
    this.network = network;
  }

  /// What a row's video adds: not to be written.
  float[] of(FeatureRows rows, int row) {
    int video = rows.video(row);
    Share[] now = shares;
    if (video >= now.length && now.length < MAX) {
      now = grown(video);
    }
    int slot = video & (now.length - 1);
    Share share = now[slot];
    if (share == null || !share.isOf(rows, row)) {
      share = make(rows, row);
      now[slot] = share;
    }
    return share.values;
  }

  private synchronized Share[] grown(int video) {
    int length = Math.min(MAX, Integer.highestOneBit(video) << 1);
    if (length > shares.length) {
      Share[] longer = new Share[length];
      System.arraycopy(shares, 0, longer, 0, shares.length);
      shares = longer;
    }
    return shares;
  }

  private Share make(FeatureRows rows, int row) {
    Shape shape = network.shape();
    int d = shape.embedding();
    int width = shape.layout().videoWidth(d);
    int out = shape.outOf(0);
    float[] x = new float[width];
    float[] wide = new float[WideAndDeep.HEADS];
    network.video(rows, row, x, 0, wide);
    float[] values = new float[target() + (shape.attention() ? shape.stride() : 0)];
    int first = shape.layout().requestWidth(d) * out;
    Vectors.combine(x, 0, network.layers()[0], first, out, width, values, 0, out);
    System.arraycopy(wide, 0, values, wide(), wide.length);
    if (shape.attention()) {
      network.target(rows, row, values, target());
    }
    return new Share(rows.idHash(row), rows.version(row), values);
  }
}
