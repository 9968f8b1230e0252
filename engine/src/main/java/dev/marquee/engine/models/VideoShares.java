package dev.marquee.engine.models;

import dev.marquee.engine.features.FeatureRows;
import dev.marquee.engine.math.Vectors;
import dev.marquee.engine.models.WideAndDeep.Shape;

/// What a network's first layer makes of the videos alone, computed when a video is first ranked.
///
/// A share belongs to the categories that it was made of, so a video that changes gets another. As
/// many are kept as videos are ranked, up to about a million. For any number of threads, which may
/// compute a share twice.
final class VideoShares {

  private static final int MOST = 1 << 20;

  private final WideAndDeep network;
  private volatile PairPart pairs;
  private volatile Share[] shares = new Share[1024];

  /// In one array, since a request waits for each that it has to find: what is added to the first
  /// layer, what is added to the heads, and what [WideAndDeep#target] gives where the network reads
  /// the history.
  ///
  /// @param categories the hash of what it was made of
  // Nobody compares two of them.
  @SuppressWarnings("ArrayRecordComponent")
  record Share(long categories, float[] values) {}

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

  /// Made when it is first asked for: a network that is only tried needs none.
  PairPart pairs() {
    PairPart made = pairs;
    return made != null ? made : make();
  }

  private synchronized PairPart make() {
    if (pairs == null) {
      pairs = new PairPart(network);
    }
    return pairs;
  }

  Share of(FeatureRows rows, int row) {
    long categories = categories(rows, row);
    int video = rows.video(row);
    Share[] now = shares;
    if (video >= now.length && now.length < MOST) {
      now = grown(video);
    }
    int slot = video & (now.length - 1);
    Share share = now[slot];
    if (share == null || share.categories != categories) {
      share = make(rows, row, categories);
      now[slot] = share;
    }
    return share;
  }

  private synchronized Share[] grown(int video) {
    int length = Math.min(MOST, Integer.highestOneBit(video) << 1);
    if (length > shares.length) {
      Share[] longer = new Share[length];
      System.arraycopy(shares, 0, longer, 0, shares.length);
      shares = longer;
    }
    return shares;
  }

  private long categories(FeatureRows rows, int row) {
    int[] hashed = rows.hashed();
    int start = rows.start(row);
    long hash = 1;
    for (int field : network.shape().layout().videoFields()) {
      hash = hash * 0x9E3779B97F4A7C15L + hashed[start + field];
    }
    int first = start + network.shape().layout().fields() + rows.userAttributes();
    for (int i = first; i < rows.start(row + 1); i++) {
      hash = hash * 0x9E3779B97F4A7C15L + hashed[i];
    }
    return hash;
  }

  private Share make(FeatureRows rows, int row, long categories) {
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
    return new Share(categories, values);
  }
}
