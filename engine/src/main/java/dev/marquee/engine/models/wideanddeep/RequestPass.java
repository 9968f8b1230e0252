package dev.marquee.engine.models.wideanddeep;

import dev.marquee.engine.features.FeatureBlock;
import dev.marquee.engine.features.FeatureRows;
import dev.marquee.engine.math.Matrices;
import dev.marquee.engine.math.Matrices.Packed;
import dev.marquee.engine.math.Matrices.View;
import dev.marquee.engine.math.Vectors;
import dev.marquee.engine.models.wideanddeep.WideAndDeep.Shape;
import java.util.Arrays;

/// Runs the rows of one request through one network.
///
/// The request's share of the first layer is computed once, that of a category and length once for
/// all videos that share both, and the video's own share is looked up. The rest is one matrix
/// product per block of rows. Not safe for use by many threads.
final class RequestPass {

  private static final int HEADS = WideAndDeep.HEADS;

  /// Rows per block, so that a block stays in the cache: 32 tiles of six.
  static final int BLOCK = 192;

  /// Watches per panel of a matrix product.
  private static final int PANEL = 32;

  private static final int PLACES = (WideAndDeep.RECENT + PANEL - 1) / PANEL * PANEL;

  /// The attention logit of an empty place.
  private static final float NOTHING = -1e30f;

  private final WideAndDeep network;
  private final Shape shape;
  private final VideoShares shares;
  private final Group group;
  private final BlockInput rest;
  private FeatureBlock[] restParts = {};
  private final WideAndDeepPass pass;
  private final Matrices matrices = new Matrices();
  private final Packed first;

  /// Floats per row of the remaining matrix product.
  private final int width;

  /// The request's contribution to the first layer and to the heads.
  private final float[] hidden;

  private final float[] wide = new float[HEADS];
  private final float[] request;
  private final float[][] ofVideos = new float[BLOCK][];
  private final float[] keys;
  private final float[] targets;
  private final float[] attention;
  private final float[] pooled;
  private final float[] recency = new float[PLACES];
  private int places;
  private Packed queries;
  private Packed values;

  RequestPass(ServedNetwork served) {
    this.network = served.network();
    this.shape = network.shape();
    this.shares = served.shares();
    this.group = new Group(served.shared());
    this.rest = served.rest();
    this.first = served.first();
    this.width = served.restWidth();
    this.pass = WideAndDeepPass.ofOneViewer(network, BLOCK, served.above());
    this.hidden = new float[shape.outOf(0)];
    this.request = new float[shape.layout().requestWidth(shape.embedding())];
    this.keys = new float[PLACES * shape.stride()];
    int room = shape.attention() ? BLOCK : 0;
    this.targets = new float[room * shape.stride()];
    this.attention = new float[room * PLACES];
    this.pooled = new float[room * shape.stride()];
  }

  /// Adds the rows' logits to `sums`, by head.
  void addTo(FeatureRows rows, float[] sums) {
    if (rows.size() == 0) {
      return;
    }
    begin(rows);
    for (int from = 0; from < rows.size(); from += BLOCK) {
      int count = Math.min(BLOCK, rows.size() - from);
      block(rows, from, count);
      Vectors.axpy(1, pass.logits, 0, sums, HEADS * from, HEADS * count);
    }
    forget();
  }

  /// Drops references to the request, so that it can be garbage-collected.
  private void forget() {
    Arrays.fill(ofVideos, null);
    restParts = new FeatureBlock[0];
    group.blocks = new FeatureBlock[0];
  }

  private void begin(FeatureRows rows) {
    int out = shape.outOf(0);
    float[] weights = network.layers()[0];
    Arrays.fill(wide, 0);
    network.request(rows, 0, request, 0, wide);
    System.arraycopy(weights, shape.width() * out, hidden, 0, out);
    Vectors.combine(request, 0, weights, 0, out, request.length, hidden, 0, out);
    restParts = rest.of(rows);
    if (shape.attention()) {
      history(rows);
    }
    group.compute(rows);
  }

  private void block(FeatureRows rows, int from, int count) {
    // A separate loop, so that many cache misses overlap.
    for (int i = 0; i < count; i++) {
      ofVideos[i] = shares.of(rows, from + i);
    }
    for (int i = 0; i < count; i++) {
      start(from + i, i, ofVideos[i]);
    }
    for (int i = 0; i < count; i++) {
      rest.addCrosses(restParts, from + i, pass.wide, HEADS * i);
    }
    // In order: a row's zero padding may overwrite the start of the next row.
    for (int i = 0; i < count; i++) {
      rest.read(restParts, from + i, pass.x, i * width);
    }
    if (shape.attention()) {
      attend(count);
    }
    rest.addWide(pass.x, width, count, pass.wide);
    View left = View.rows(pass.x, 0, width);
    matrices.multiply(count, left, first, pass.z[0], 0, hidden.length, true);
    pass.above(count);
  }

  /// Starts a row with the contributions of the request, the group and the video.
  private void start(int row, int i, float[] share) {
    int out = hidden.length;
    int line = group.line(row);
    System.arraycopy(group.hidden, line * out, pass.z[0], i * out, out);
    Vectors.axpy(1, share, 0, pass.z[0], i * out, out);
    for (int head = 0; head < HEADS; head++) {
      pass.wide[HEADS * i + head] =
          wide[head] + group.wide[HEADS * line + head] + share[shares.wide() + head];
    }
    if (shape.attention()) {
      System.arraycopy(share, shares.target(), targets, i * shape.stride(), shape.stride());
    }
  }

  /// Reads the viewer's history: its embeddings, packed for both products, and the part of each
  /// place's attention logit that does not depend on the video. Places are padded to whole panels;
  /// a padding place has a logit so low that its share is 0.
  private void history(FeatureRows rows) {
    int stride = shape.stride();
    Arrays.fill(keys, 0);
    int watched = network.keys(rows.history(), keys, 0);
    places = (watched + PANEL - 1) / PANEL * PANEL;
    Arrays.fill(recency, NOTHING);
    System.arraycopy(network.recency(), 0, recency, 0, watched);
    values = new Packed(View.rows(keys, 0, stride), places, stride);
    Vectors.scale((float) (1 / Math.sqrt(shape.embedding())), keys, 0, places * stride);
    queries = new Packed(View.rows(keys, 0, stride).transposed(), stride, places);
  }

  /// Computes [WideAndDeep#attend] for all rows at once: 0.2 ms for a thousand rows instead of 1.0.
  private void attend(int count) {
    int stride = shape.stride();
    Arrays.fill(pooled, 0);
    if (places > 0) {
      for (int i = 0; i < count; i++) {
        System.arraycopy(recency, 0, attention, i * places, places);
      }
      View videos = View.rows(targets, 0, stride);
      matrices.multiply(count, videos, queries, attention, 0, places, true);
      for (int i = 0; i < count; i++) {
        int at = i * places;
        Vectors.exp(attention, at, places, Vectors.max(attention, at, places));
      }
      matrices.multiply(count, View.rows(attention, 0, places), values, pooled, 0, stride, false);
      for (int i = 0; i < count; i++) {
        float sum = Vectors.sum(attention, i * places, places);
        Vectors.scale(1 / sum, pooled, i * stride, stride);
      }
    }
    for (int i = 0; i < count; i++) {
      network.join(pooled, i * stride, targets, i * stride, pass.x, i * width + rest.width());
    }
  }

  /// The contribution of a category and length to the first layer, including the request's, and to
  /// the heads.
  private final class Group {

    private final BlockInput input;
    private FeatureBlock[] blocks = {};

    /// By line of both blocks, one more than the line here.
    private int[] lines = {};

    /// A row of each line.
    private int[] first = {};

    private int size;
    private float[] x = {};
    private float[] hidden = {};
    private float[] wide = {};

    Group(BlockInput input) {
      this.input = input;
    }

    void compute(FeatureRows rows) {
      blocks = input.of(rows);
      lines = new int[blocks[0].groups() * blocks[1].groups()];
      first = new int[Math.min(lines.length, rows.size())];
      size = 0;
      for (int row = 0; row < rows.size(); row++) {
        int place = place(row);
        if (lines[place] == 0) {
          first[size++] = row;
          lines[place] = size;
        }
      }
      read();
    }

    private int place(int row) {
      return blocks[0].group(row) * blocks[1].groups() + blocks[1].group(row);
    }

    int line(int row) {
      return lines[place(row)] - 1;
    }

    private void read() {
      int out = shape.outOf(0);
      if (wide.length < HEADS * size) {
        x = new float[size * input.padded()];
        hidden = new float[size * out];
        wide = new float[HEADS * size];
      }
      Arrays.fill(wide, 0, HEADS * size, 0);
      for (int line = 0; line < size; line++) {
        System.arraycopy(RequestPass.this.hidden, 0, hidden, line * out, out);
        input.read(blocks, first[line], x, line * input.padded());
        input.addCrosses(blocks, first[line], wide, HEADS * line);
      }
      input.addWide(x, input.padded(), size, wide);
      View left = View.rows(x, 0, input.padded());
      View weights = View.rows(network.layers()[0], input.weights(), out);
      matrices.multiply(size, out, input.width(), left, weights, hidden, 0, out, true);
    }
  }
}
