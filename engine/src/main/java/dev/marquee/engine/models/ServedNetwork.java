package dev.marquee.engine.models;

import dev.marquee.engine.features.Feature.Part;
import dev.marquee.engine.features.FeatureRows;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;

/// A network with what is made of it once for all requests. Safe for use by many threads.
final class ServedNetwork {

  /// Passes that are kept for the next request: more than there are processors wait for none.
  private static final int IDLE = 64;

  private final WideAndDeep network;
  private final VideoShares shares;
  private final List<PartInput> groups;
  private final PartInput rest;
  private final Queue<RequestPass> idle = new ArrayBlockingQueue<>(IDLE);

  ServedNetwork(WideAndDeep network) {
    this.network = network;
    this.shares = new VideoShares(network);
    float[] wide = wideOfBuckets(network);
    this.groups =
        List.of(
            new PartInput(network, List.of(Part.LENGTH), wide),
            new PartInput(network, List.of(Part.CATEGORY), wide));
    this.rest = new PartInput(network, List.of(Part.CHANNEL, Part.VIDEO), wide);
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

  /// Parts whose shares of the first layer are computed once for all rows that have the same.
  List<PartInput> groups() {
    return groups;
  }

  /// What is read row by row: most candidates are of a channel that no other is of.
  PartInput rest() {
    return rest;
  }

  /// Adds the logits of the rows, by head.
  void addTo(FeatureRows rows, float[] sums) {
    RequestPass pass = idle.poll();
    if (pass == null) {
      pass = new RequestPass(this);
    }
    pass.addTo(rows, sums);
    idle.offer(pass);
  }
}
