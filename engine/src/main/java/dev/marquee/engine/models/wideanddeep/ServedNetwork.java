package dev.marquee.engine.models.wideanddeep;

import dev.marquee.engine.features.FeatureBlock.Per;
import dev.marquee.engine.features.FeatureRows;
import dev.marquee.engine.math.Matrices.Packed;
import dev.marquee.engine.math.Matrices.View;
import dev.marquee.engine.models.wideanddeep.WideAndDeep.Shape;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;

/// A network with the data precomputed for all requests. Safe for use by many threads.
final class ServedNetwork {

  /// Maximum number of idle passes kept for reuse: more than there are processors.
  private static final int IDLE = 64;

  private final WideAndDeep network;
  private final VideoShares shares;
  private final BlockInput shared;
  private final BlockInput rest;
  private final Packed first;
  private final Packed[] above;
  private final Queue<RequestPass> idle = new ArrayBlockingQueue<>(IDLE);

  ServedNetwork(WideAndDeep network) {
    this.network = network;
    this.shares = new VideoShares(network);
    float[] wide = wideOfBuckets(network);
    this.shared = new BlockInput(network, List.of(Per.CATEGORY, Per.LENGTH), wide);
    this.rest = new BlockInput(network, List.of(Per.CHANNEL, Per.VIDEO), wide);
    int out = network.shape().outOf(0);
    View weights = View.rows(network.layers()[0], rest.weights(), out);
    this.first = new Packed(weights, restWidth(), out);
    this.above = new Packed[network.layers().length];
    for (int i = 1; i < above.length; i++) {
      int columns = network.shape().outOf(i);
      View all = View.rows(network.layers()[i], 0, columns);
      above[i] = new Packed(all, network.shape().into(i), columns);
    }
  }

  /// Floats in the input that is read row by row, plus the attention over the history (none without
  /// attention).
  int restWidth() {
    Shape shape = network.shape();
    return rest.width() + (shape.attention() ? 2 * shape.embedding() : 0);
  }

  private static float[] wideOfBuckets(WideAndDeep network) {
    int heads = WideAndDeep.HEADS;
    int width = network.shape().bucketWidth();
    float[] wide = new float[heads << network.shape().bits()];
    for (int bucket = 0; bucket < 1 << network.shape().bits(); bucket++) {
      System.arraycopy(network.table(), bucket * width, wide, bucket * heads, heads);
    }
    return wide;
  }

  WideAndDeep network() {
    return network;
  }

  VideoShares shares() {
    return shares;
  }

  /// The input read once for all videos of one category and similar length.
  BlockInput shared() {
    return shared;
  }

  /// The input read row by row: most candidates are the only one of their channel.
  BlockInput rest() {
    return rest;
  }

  /// First-layer weights of the [#restWidth] inputs.
  Packed first() {
    return first;
  }

  /// Weights of the layers above, by layer.
  Packed[] above() {
    return above;
  }

  /// Adds the rows' logits to `sums`, by head.
  void addTo(FeatureRows rows, float[] sums) {
    RequestPass pass = idle.poll();
    if (pass == null) {
      pass = new RequestPass(this);
    }
    pass.addTo(rows, sums);
    idle.offer(pass);
  }
}
