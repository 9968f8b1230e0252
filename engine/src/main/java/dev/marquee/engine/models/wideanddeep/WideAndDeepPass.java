package dev.marquee.engine.models.wideanddeep;

import dev.marquee.engine.features.Rows;
import dev.marquee.engine.math.Matrices;
import dev.marquee.engine.math.Matrices.Packed;
import dev.marquee.engine.math.Matrices.View;
import dev.marquee.engine.math.Vectors;
import dev.marquee.engine.models.wideanddeep.WideAndDeep.Shape;
import java.util.Arrays;

/// Runs blocks of rows forward through one network and keeps all intermediate results, which
/// training needs for the backward pass.
///
/// Arrays are row-major. Not safe for use by many threads.
public final class WideAndDeepPass {

  private final WideAndDeep network;
  private final Shape shape;
  private final Matrices matrices = new Matrices();

  /// Maximum number of rows in a block.
  public final int room;

  /// Inputs.
  public final float[] x;

  /// The wide part's sums, by head.
  public final float[] wide;

  /// Embeddings of the videos, if the history is read.
  public final float[] targets;

  /// Embeddings of the histories, [WideAndDeep#RECENT] places per row.
  public final float[] keys;

  /// Number of history embeddings, by row.
  public final int[] watched;

  /// The attention share of each history embedding.
  public final float[] shares;

  /// The output of each hidden layer, after relu.
  public final float[][] z;

  /// Gates of the heads: a share per expert.
  public final float[] gates;

  /// The input of the heads; the last layer's output if there is one expert.
  public final float[] mixed;

  /// Logits, by head.
  public final float[] logits;

  /// The layers' packed weights; null for the first layer, and during training.
  private final Packed[] packed;

  private final float[] pooled;
  private final float[] sums = new float[WideAndDeep.HEADS];

  public WideAndDeepPass(WideAndDeep network, int room) {
    this(network, room, network.shape().attention(), new Packed[network.layers().length]);
  }

  /// For [#above] only: has no buffers for histories.
  ///
  /// @param packed by layer, except the first
  static WideAndDeepPass ofOneViewer(WideAndDeep network, int room, Packed[] packed) {
    return new WideAndDeepPass(network, room, false, packed);
  }

  private WideAndDeepPass(WideAndDeep network, int room, boolean reads, Packed[] packed) {
    this.packed = packed;
    this.network = network;
    this.shape = network.shape();
    this.room = room;
    int stride = shape.stride();
    this.x = new float[room * shape.width()];
    this.wide = new float[room * WideAndDeep.HEADS];
    this.targets = new float[reads ? room * stride : 0];
    this.keys = new float[reads ? room * WideAndDeep.RECENT * stride : 0];
    this.watched = new int[room];
    this.shares = new float[reads ? room * WideAndDeep.RECENT : 0];
    this.z = new float[shape.hidden().length][];
    for (int i = 0; i < z.length; i++) {
      z[i] = new float[room * shape.outOf(i)];
    }
    boolean isMixed = shape.experts() > 1;
    this.gates = new float[room * shape.gates()];
    this.mixed = new float[isMixed ? room * WideAndDeep.HEADS * shape.last() : 0];
    this.pooled = new float[stride];
    this.logits = new float[room * WideAndDeep.HEADS];
  }

  /// Reads rows of any viewers and computes their logits.
  public void forward(Rows rows, int[] which, int from, int to) {
    for (int row = from; row < to; row++) {
      read(rows, which[row], row - from);
    }
    int count = to - from;
    layer(0, x, count);
    above(count);
  }

  private void read(Rows rows, int row, int at) {
    int d = shape.embedding();
    int place = at * shape.width();
    sums[0] = 0;
    sums[1] = 0;
    network.request(rows, row, x, place, sums);
    place += shape.layout().requestWidth(d);
    network.video(rows, row, x, place, sums);
    place += shape.layout().videoWidth(d);
    int history = network.pair(rows, row, x, place, sums);
    wide[2 * at] = sums[0];
    wide[2 * at + 1] = sums[1];
    if (!shape.attention()) {
      Arrays.fill(x, history, history + 2 * d, 0);
      return;
    }
    int target = at * shape.stride();
    network.target(rows, row, targets, target);
    int first = at * WideAndDeep.RECENT;
    int key = first * shape.stride();
    watched[at] = network.keys(rows.history(row), keys, key);
    network.attend(targets, target, keys, key, watched[at], shares, first, pooled, x, history);
  }

  /// Computes a layer from its input, which is as wide as the layer reads.
  private void layer(int layer, float[] from, int count) {
    int in = shape.into(layer);
    int out = shape.outOf(layer);
    float[] weights = network.layers()[layer];
    for (int row = 0; row < count; row++) {
      System.arraycopy(weights, in * out, z[layer], row * out, out);
    }
    View left = View.rows(from, 0, in);
    if (packed[layer] != null) {
      matrices.multiply(count, left, packed[layer], z[layer], 0, out, true);
    } else {
      matrices.multiply(count, out, in, left, View.rows(weights, 0, out), z[layer], 0, out, true);
    }
  }

  /// Continues from the first hidden layer before relu, and from the wide sums.
  public void above(int count) {
    int layers = z.length;
    for (int layer = 0; layer < layers; layer++) {
      if (layer > 0) {
        layer(layer, z[layer - 1], count);
      }
      if (layer < layers - 1 || shape.experts() == 1) {
        Vectors.atLeastZero(z[layer], 0, count * shape.outOf(layer));
      }
    }
    float[] last = z[layers - 1];
    if (shape.experts() > 1) {
      mix(last, count);
    }
    int width = shape.last();
    float[] outputs = network.outputs();
    for (int row = 0; row < count; row++) {
      for (int head = 0; head < WideAndDeep.HEADS; head++) {
        int one = WideAndDeep.HEADS * row + head;
        float[] read = shape.experts() > 1 ? mixed : last;
        int at = shape.experts() > 1 ? one * width : row * width;
        int weights = head * (width + 1);
        logits[one] =
            Vectors.dot(read, at, outputs, weights, width) + outputs[weights + width] + wide[one];
      }
    }
  }

  private void mix(float[] last, int count) {
    int experts = shape.experts();
    int width = shape.last();
    int out = experts * width + shape.gates();
    Arrays.fill(mixed, 0, count * WideAndDeep.HEADS * width, 0);
    for (int row = 0; row < count; row++) {
      Vectors.atLeastZero(last, row * out, experts * width);
      System.arraycopy(
          last, row * out + experts * width, gates, row * shape.gates(), shape.gates());
      for (int head = 0; head < WideAndDeep.HEADS; head++) {
        int one = WideAndDeep.HEADS * row + head;
        int gate = one * experts;
        Vectors.exp(gates, gate, experts, Vectors.max(gates, gate, experts));
        Vectors.scale(1 / Vectors.sum(gates, gate, experts), gates, gate, experts);
        for (int expert = 0; expert < experts; expert++) {
          int at = row * out + expert * width;
          Vectors.axpy(gates[gate + expert], last, at, mixed, one * width, width);
        }
      }
    }
  }
}
