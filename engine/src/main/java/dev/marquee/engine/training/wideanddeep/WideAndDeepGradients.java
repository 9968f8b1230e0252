package dev.marquee.engine.training.wideanddeep;

import dev.marquee.engine.math.Matrices;
import dev.marquee.engine.math.Matrices.View;
import dev.marquee.engine.math.Vectors;
import dev.marquee.engine.models.wideanddeep.InputLayout;
import dev.marquee.engine.models.wideanddeep.WideAndDeep;
import dev.marquee.engine.models.wideanddeep.WideAndDeep.Shape;
import dev.marquee.engine.models.wideanddeep.WideAndDeepPass;
import dev.marquee.engine.training.wideanddeep.WideAndDeepNetwork.Batch;
import java.util.Arrays;

/// The gradients of a chunk of a batch's rows, derived by hand from the formulas of [WideAndDeep].
///
/// The loss of a row is the cross-entropy of pClick and that of pClick × pWatch with the completed
/// watch (Ma et al., "Entire Space Multi-Task Model", 2018), or of pWatch if the video was clicked.
/// Labels from a teacher are probabilities. Unlike in the paper, pClick is trained on clicks only:
/// the second term treats it as a constant, which is better on KuaiRand-Pure's last training day,
/// with each of three seeds. Not safe for use by many threads.
final class WideAndDeepGradients {

  private static final int HEADS = WideAndDeep.HEADS;

  /// Minimum probability, which bounds the loss of a confident error.
  private static final double MIN = 1e-7;

  private final WideAndDeep network;
  private final Shape shape;
  private final WideAndDeepPass pass;
  private final Matrices matrices = new Matrices();

  /// By part of [#learned].
  private final float[][] gradients;

  /// By row and head.
  private final float[] dLogits;

  private final float[][] dz;
  private final float[] dMixed;

  /// Gradients of inputs, targets and keys.
  private final float[] dx;

  private final float[] dTargets;
  private final float[] dKeys;
  private final float[] dPooled;
  private final float[] dShares = new float[WideAndDeep.RECENT];

  private int rows;
  private double loss;

  WideAndDeepGradients(WideAndDeep network, int room) {
    this.network = network;
    this.shape = network.shape();
    this.pass = new WideAndDeepPass(network, room);
    float[][] learned = learned(network);
    this.gradients = new float[learned.length][];
    for (int i = 0; i < learned.length; i++) {
      gradients[i] = new float[learned[i].length];
    }
    this.dLogits = new float[HEADS * room];
    this.dz = new float[shape.hidden().length][];
    for (int i = 0; i < dz.length; i++) {
      dz[i] = new float[room * shape.outOf(i)];
    }
    this.dMixed = new float[pass.mixed.length];
    this.dx = new float[pass.x.length];
    this.dTargets = new float[pass.targets.length];
    this.dKeys = new float[pass.keys.length];
    this.dPooled = new float[shape.stride()];
  }

  /// The dense parameters in a fixed order: wide, recency, outputs, the layers.
  static float[][] learned(WideAndDeep of) {
    float[][] learned = new float[3 + of.layers().length][];
    learned[0] = of.wide();
    learned[1] = of.recency();
    learned[2] = of.outputs();
    System.arraycopy(of.layers(), 0, learned, 3, of.layers().length);
    return learned;
  }

  /// A network with other weights.
  ///
  /// @param learned in the order of [#learned]
  static WideAndDeep with(WideAndDeep of, float[] table, float[][] learned) {
    return new WideAndDeep(
        of.shape(),
        of.scaling(),
        table,
        learned[0],
        learned[1],
        Arrays.copyOfRange(learned, 3, learned.length),
        learned[2]);
  }

  float[][] gradients() {
    return gradients;
  }

  /// The gradients of the rows' logits, by head.
  float[] logits() {
    return dLogits;
  }

  /// The sum of the rows' losses.
  double loss() {
    return loss;
  }

  /// Gradients of inputs, [Shape#width] floats per row.
  float[] inputs() {
    return dx;
  }

  float[] targets() {
    return dTargets;
  }

  float[] keys() {
    return dKeys;
  }

  void compute(Batch batch, int from, int to, float[] positions, boolean esmm) {
    rows = to - from;
    for (float[] gradient : gradients) {
      Arrays.fill(gradient, 0);
    }
    pass.forward(batch.examples(), batch.order(), batch.from() + from, batch.from() + to);
    losses(batch, from, positions, esmm);
    heads();
    for (int layer = dz.length - 1; layer >= 0; layer--) {
      layer(layer);
    }
    wide();
    if (shape.attention()) {
      attention();
    }
  }

  private void losses(Batch batch, int from, float[] positions, boolean esmm) {
    loss = 0;
    for (int row = 0; row < rows; row++) {
      int example = batch.example(from + row);
      int position = WideAndDeepNetwork.position(batch.examples().position(example));
      double click = sigmoid(pass.logits[2 * row] + positions[position]);
      double watch = sigmoid(pass.logits[2 * row + 1] + positions[position + 1]);
      float clicked = batch.targets().click()[example];
      float completed = batch.targets().watch()[example];
      float weight = batch.weight(from + row);
      double dClick = click - clicked;
      double dWatch;
      double lost = entropy(click, clicked, 1 - clicked);
      if (esmm) {
        double both = click * watch;
        double slope = (both - completed) / Math.max(1 - both, MIN);
        dWatch = slope * (1 - watch);
        lost += entropy(both, completed, 1 - completed);
      } else {
        float watched = Math.min(completed, clicked);
        dWatch = clicked * watch - watched;
        lost += entropy(watch, watched, clicked - watched);
      }
      loss += weight * lost;
      dLogits[2 * row] = (float) (weight * dClick / batch.size());
      dLogits[2 * row + 1] = (float) (weight * dWatch / batch.size());
    }
  }

  private static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }

  /// @param happened the label's weight for the event, and `not` its weight against it
  private static double entropy(double probability, float happened, float not) {
    double entropy = happened == 0 ? 0 : -happened * Math.log(Math.max(probability, MIN));
    return not == 0 ? entropy : entropy - not * Math.log(Math.max(1 - probability, MIN));
  }

  /// Backward from the logits to the last hidden layer.
  private void heads() {
    int width = shape.last();
    int layers = dz.length;
    boolean isMixed = shape.experts() > 1;
    float[] read = isMixed ? pass.mixed : pass.z[layers - 1];
    float[] into = isMixed ? dMixed : dz[layers - 1];
    float[] dOutputs = gradients[2];
    Arrays.fill(into, 0, rows * width * (isMixed ? HEADS : 1), 0);
    for (int row = 0; row < rows; row++) {
      for (int head = 0; head < HEADS; head++) {
        float slope = dLogits[HEADS * row + head];
        int at = (isMixed ? HEADS * row + head : row) * width;
        int weights = head * (width + 1);
        Vectors.axpy(slope, read, at, dOutputs, weights, width);
        dOutputs[weights + width] += slope;
        Vectors.axpy(slope, network.outputs(), weights, into, at, width);
      }
    }
    if (isMixed) {
      experts();
    }
  }

  /// Backward from the heads' input to the experts and the gate logits.
  private void experts() {
    int width = shape.last();
    int experts = shape.experts();
    int out = experts * width + shape.gates();
    float[] last = pass.z[dz.length - 1];
    float[] dLast = dz[dz.length - 1];
    Arrays.fill(dLast, 0, rows * out, 0);
    for (int row = 0; row < rows; row++) {
      for (int head = 0; head < HEADS; head++) {
        int one = HEADS * row + head;
        int gate = one * experts;
        int dGate = row * out + experts * width + head * experts;
        float mean = 0;
        for (int expert = 0; expert < experts; expert++) {
          int at = row * out + expert * width;
          float slope = Vectors.dot(dMixed, one * width, last, at, width);
          dLast[dGate + expert] = slope;
          mean += pass.gates[gate + expert] * slope;
          Vectors.axpy(pass.gates[gate + expert], dMixed, one * width, dLast, at, width);
        }
        for (int expert = 0; expert < experts; expert++) {
          dLast[dGate + expert] = pass.gates[gate + expert] * (dLast[dGate + expert] - mean);
        }
      }
    }
  }

  /// Backward from a hidden layer to its weights and its input.
  private void layer(int layer) {
    int in = shape.into(layer);
    int out = shape.outOf(layer);
    float[] z = pass.z[layer];
    float[] d = dz[layer];
    // Gate logits have no relu.
    int cut = layer < dz.length - 1 ? out : shape.experts() * shape.last();
    for (int row = 0; row < rows; row++) {
      for (int i = row * out; i < row * out + cut; i++) {
        d[i] = z[i] > 0 ? d[i] : 0;
      }
    }
    weights(layer == 0 ? pass.x : pass.z[layer - 1], in, d, out, gradients[3 + layer]);
    matrices.multiply(
        rows,
        in,
        out,
        View.rows(d, 0, out),
        View.rows(network.layers()[layer], 0, out).transposed(),
        layer == 0 ? dx : dz[layer - 1],
        0,
        in,
        false);
  }

  private void weights(float[] x, int in, float[] d, int out, float[] gradient) {
    matrices.multiply(
        in,
        out,
        rows,
        View.rows(x, 0, in).transposed(),
        View.rows(d, 0, out),
        gradient,
        0,
        out,
        true);
    for (int row = 0; row < rows; row++) {
      Vectors.axpy(1, d, row * out, gradient, in * out, out);
    }
  }

  /// Gradients of the dense features' wide weights.
  private void wide() {
    InputLayout layout = shape.layout();
    int d = shape.embedding();
    int pairs = layout.requestWidth(d) + layout.videoWidth(d);
    for (int row = 0; row < rows; row++) {
      int at = row * shape.width();
      wide(layout.requestDense(), at, row);
      wide(layout.pairDense(), at + pairs, row);
    }
  }

  private void wide(int[] columns, int at, int row) {
    int count = shape.layout().dense();
    float click = dLogits[2 * row];
    float watch = dLogits[2 * row + 1];
    float[] gradient = gradients[0];
    for (int i = 0; i < columns.length; i++) {
      float value = pass.x[at + i];
      gradient[columns[i]] += click * value;
      gradient[count + columns[i]] += watch * value;
    }
  }

  private void attention() {
    int d = shape.embedding();
    int stride = shape.stride();
    int history = shape.width() - 2 * d;
    float inverse = (float) (1 / Math.sqrt(d));
    float[] dRecency = gradients[1];
    Arrays.fill(dTargets, 0, rows * stride, 0);
    for (int row = 0; row < rows; row++) {
      int count = pass.watched[row];
      if (count == 0) {
        continue;
      }
      int x = row * shape.width() + history;
      int target = row * stride;
      int first = row * WideAndDeep.RECENT;
      for (int k = 0; k < d; k++) {
        dPooled[k] = dx[x + k] + dx[x + d + k] * pass.targets[target + k];
        dTargets[target + k] = dx[x + d + k] * pass.x[x + k];
      }
      float mean = 0;
      for (int i = 0; i < count; i++) {
        dShares[i] = Vectors.dot(dPooled, 0, pass.keys, (first + i) * stride, stride);
        mean += pass.shares[first + i] * dShares[i];
      }
      for (int i = 0; i < count; i++) {
        int key = (first + i) * stride;
        float share = pass.shares[first + i];
        float slope = share * (dShares[i] - mean);
        dRecency[i] += slope;
        Arrays.fill(dKeys, key, key + stride, 0);
        Vectors.axpy(share, dPooled, 0, dKeys, key, stride);
        Vectors.axpy(slope * inverse, pass.targets, target, dKeys, key, stride);
        Vectors.axpy(slope * inverse, pass.keys, key, dTargets, target, stride);
      }
    }
  }
}
