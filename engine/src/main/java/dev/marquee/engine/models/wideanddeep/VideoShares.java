package dev.marquee.engine.models.wideanddeep;

import dev.marquee.engine.features.FeatureRows;
import dev.marquee.engine.math.Vectors;
import dev.marquee.engine.models.wideanddeep.WideAndDeep.Shape;

/// Each video's contribution to a network's first layer, computed when the video is first ranked.
///
/// A share belongs to one version of its video's data, so a changed video gets a new one. Shares of
/// all ranked videos are cached, up to about a million. Safe for use by many threads, which may
/// compute a share twice.
final class VideoShares {

  private static final int MAX = 1 << 20;

  private final WideAndDeep network;
  private volatile Share[] shares = new Share[1024];

  /// One array, since each array costs a cache miss: the addend of the first layer, the addend of
  /// the heads, and the embedding of [WideAndDeep#target] if the network reads the history.
  ///
  /// @param video the hash of its id
  /// @param version of its data
  private record Share(long video, Object version, float[] values) {

    @SuppressWarnings("ReferenceEquality") // A version is compared by identity.
    boolean isOf(FeatureRows rows, int row) {
      return version == rows.version(row) && video == rows.idHash(row);
    }
  }

  /// Offset in a share of the addend of the heads.
  int wide() {
    return network.shape().outOf(0);
  }

  int target() {
    return wide() + WideAndDeep.HEADS;
  }

  VideoShares(WideAndDeep network) {
    this.network = network;
  }

  /// The share of a row's video; must not be modified.
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
