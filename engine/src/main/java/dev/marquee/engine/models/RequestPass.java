package dev.marquee.engine.models;

import dev.marquee.engine.features.FeatureRows;
import dev.marquee.engine.features.RowPart;
import dev.marquee.engine.math.Matrices;
import dev.marquee.engine.math.Matrices.View;
import dev.marquee.engine.math.Vectors;
import dev.marquee.engine.models.WideAndDeep.Shape;
import java.util.Arrays;
import java.util.List;

/// Takes the rows of one request at a time through one network.
///
/// What is the request's is added up once, what is a category's once for the category, and what is
/// the video's alone is looked up; the rest of a block of rows is one product of matrices. Not safe
/// for use by many threads.
final class RequestPass {

  private static final int HEADS = WideAndDeep.HEADS;

  /// Rows that go through a network at a time, so that they stay in the cache: 32 tiles of six.
  static final int BLOCK = 192;

  private final WideAndDeep network;
  private final Shape shape;
  private final VideoShares shares;
  private final List<Group> groups;
  private final PartInput rest;
  private final WideAndDeepPass pass;
  private final Matrices matrices = new Matrices();

  /// What the request adds to the first layer, and to the heads.
  private final float[] hidden;

  private final float[] wide = new float[HEADS];
  private final float[] request;
  private final float[][] ofVideos = new float[BLOCK][];
  private final float[] keys;
  private final float[] targets;
  private final float[] attention;
  private final float[] pooled;
  private int watched;

  RequestPass(ServedNetwork served) {
    this.network = served.network();
    this.shape = network.shape();
    this.shares = served.shares();
    this.groups = served.groups().stream().map(Group::new).toList();
    this.rest = served.rest();
    this.pass = WideAndDeepPass.ofOneViewer(network, BLOCK);
    this.hidden = new float[shape.outOf(0)];
    this.request = new float[shape.layout().requestWidth(shape.embedding())];
    this.keys = new float[WideAndDeep.RECENT * shape.stride()];
    int room = shape.attention() ? BLOCK : 0;
    this.targets = new float[room * shape.stride()];
    this.attention = new float[room * WideAndDeep.RECENT];
    this.pooled = new float[room * shape.stride()];
  }

  /// Adds the rows' logits, by head.
  void addTo(FeatureRows rows, float[] sums) {
    if (rows.size() == 0) {
      return;
    }
    begin(rows);
    for (int from = 0; from < rows.size(); from += BLOCK) {
      int many = Math.min(BLOCK, rows.size() - from);
      block(rows, from, many);
      Vectors.axpy(1, pass.logits, 0, sums, HEADS * from, HEADS * many);
    }
    // What is looked up next time may be of other videos: keeps none of them alive.
    Arrays.fill(ofVideos, null);
  }

  private void begin(FeatureRows rows) {
    int out = shape.outOf(0);
    float[] weights = network.layers()[0];
    Arrays.fill(wide, 0);
    network.request(rows, 0, request, 0, wide);
    System.arraycopy(weights, shape.width() * out, hidden, 0, out);
    Vectors.combine(request, 0, weights, 0, out, request.length, hidden, 0, out);
    watched = shape.attention() ? network.keys(rows.history(), keys, 0) : 0;
    for (Group group : groups) {
      group.compute(rows);
    }
  }

  private void block(FeatureRows rows, int from, int many) {
    int out = shape.outOf(0);
    // Without attention what the history says is zero.
    int width = rest.width() + (shape.attention() ? 2 * shape.embedding() : 0);
    // A loop of its own, so that many videos are waited for at a time.
    for (int i = 0; i < many; i++) {
      ofVideos[i] = shares.of(rows, from + i);
    }
    for (int i = 0; i < many; i++) {
      start(i, ofVideos[i]);
    }
    for (int i = 0; i < many; i++) {
      for (Group group : groups) {
        group.add(from + i, i);
      }
    }
    for (int i = 0; i < many; i++) {
      rest.read(rows, from + i, pass.x, i * width, pass.wide, HEADS * i);
    }
    if (shape.attention()) {
      attend(many, width);
    }
    matrices.multiply(
        many,
        out,
        width,
        View.rows(pass.x, 0, width),
        View.rows(network.layers()[0], rest.weights(), out),
        pass.z[0],
        0,
        out,
        true);
    pass.above(many);
  }

  /// Takes what the request and the video add.
  private void start(int i, float[] share) {
    int out = hidden.length;
    System.arraycopy(hidden, 0, pass.z[0], i * out, out);
    Vectors.axpy(1, share, 0, pass.z[0], i * out, out);
    pass.wide[HEADS * i] = wide[0] + share[shares.wide()];
    pass.wide[HEADS * i + 1] = wide[1] + share[shares.wide() + 1];
    if (shape.attention()) {
      System.arraycopy(share, shares.target(), targets, i * shape.stride(), shape.stride());
    }
  }

  /// As [WideAndDeep#attend] does, all rows at a time: 0.2 ms for a thousand instead of 1.0.
  private void attend(int many, int width) {
    int stride = shape.stride();
    Arrays.fill(pooled, 0);
    if (watched > 0) {
      View products = View.rows(attention, 0, WideAndDeep.RECENT);
      View history = View.rows(keys, 0, stride);
      matrices.multiply(
          many,
          watched,
          stride,
          View.rows(targets, 0, stride),
          history.transposed(),
          attention,
          0,
          WideAndDeep.RECENT,
          false);
      for (int i = 0; i < many; i++) {
        network.share(attention, i * WideAndDeep.RECENT, watched);
      }
      matrices.multiply(many, stride, watched, products, history, pooled, 0, stride, false);
    }
    for (int i = 0; i < many; i++) {
      network.join(pooled, i * stride, targets, i * stride, pass.x, i * width + rest.width());
    }
  }

  /// What the lines of a part add to the first layer and to the heads.
  private final class Group {

    private final PartInput input;
    private RowPart part;
    private float[] x = {};
    private float[] hiddenOf = {};
    private float[] wideOf = {};

    Group(PartInput input) {
      this.input = input;
    }

    void compute(FeatureRows rows) {
      part = input.first(rows);
      int lines = part.lines();
      int out = shape.outOf(0);
      if (wideOf.length < HEADS * lines) {
        x = new float[lines * input.padded()];
        hiddenOf = new float[lines * out];
        wideOf = new float[HEADS * lines];
      }
      Arrays.fill(wideOf, 0, HEADS * lines, 0);
      for (int line = 0; line < lines; line++) {
        input.read(rows, part.row(line), x, line * input.padded(), wideOf, HEADS * line);
      }
      matrices.multiply(
          lines,
          out,
          input.width(),
          View.rows(x, 0, input.padded()),
          View.rows(network.layers()[0], input.weights(), out),
          hiddenOf,
          0,
          out,
          false);
    }

    void add(int row, int i) {
      int out = shape.outOf(0);
      int line = part.line(row);
      Vectors.axpy(1, hiddenOf, line * out, pass.z[0], i * out, out);
      pass.wide[HEADS * i] += wideOf[HEADS * line];
      pass.wide[HEADS * i + 1] += wideOf[HEADS * line + 1];
    }
  }
}
