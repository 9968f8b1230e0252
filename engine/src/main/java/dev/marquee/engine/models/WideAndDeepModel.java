package dev.marquee.engine.models;

import dev.marquee.engine.features.FeatureRows;
import dev.marquee.engine.features.Rows;
import dev.marquee.engine.math.Matrices;
import dev.marquee.engine.math.Matrices.View;
import dev.marquee.engine.math.Platt;
import dev.marquee.engine.math.Vectors;
import dev.marquee.engine.models.WideAndDeep.Shape;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Networks of one kind whose logits are averaged, and the calibration of both heads.
///
/// A request's share of the first layer is computed once, a video's share is kept, and what is left
/// of a thousand rows is one product of matrices. Safe for use by many threads.
public final class WideAndDeepModel implements RankerModel {

  private static final String KIND = "wide-and-deep";
  private static final int VERSION = 1;

  /// Rows that go through a network at a time, so that they stay in the cache: 32 tiles of six.
  private static final int BLOCK = 192;

  private final List<WideAndDeep> networks;
  private final Platt click;
  private final Platt watch;
  private final List<VideoShares> shares;

  /// @param networks at least one, all of one shape
  public WideAndDeepModel(List<WideAndDeep> networks, Platt click, Platt watch) {
    this.networks = List.copyOf(networks);
    this.click = click;
    this.watch = watch;
    this.shares = networks.stream().map(VideoShares::new).toList();
  }

  public List<WideAndDeep> networks() {
    return networks;
  }

  /// From the click head's logit to pClick.
  public Platt click() {
    return click;
  }

  /// From the watch head's logit to pWatch.
  public Platt watch() {
    return watch;
  }

  @Override
  public void predict(FeatureRows rows, float[] pClick, float[] pWatch) {
    float[] sums = new float[WideAndDeep.HEADS * rows.size()];
    for (int i = 0; i < networks.size() && rows.size() > 0; i++) {
      new Request(networks.get(i), shares.get(i), rows).addTo(sums);
    }
    calibrate(sums, pClick, pWatch);
  }

  @Override
  public void predict(Rows rows, int[] which, float[] pClick, float[] pWatch) {
    calibrate(logits(rows, which), pClick, pWatch);
  }

  /// The sums of the networks' logits, by head, before calibration.
  private float[] logits(Rows rows, int[] which) {
    float[] sums = new float[WideAndDeep.HEADS * which.length];
    for (WideAndDeep network : networks) {
      var pass = new WideAndDeepPass(network, Math.min(BLOCK, which.length));
      for (int from = 0; from < which.length; from += BLOCK) {
        int to = Math.min(which.length, from + BLOCK);
        pass.forward(rows, which, from, to);
        int many = WideAndDeep.HEADS * (to - from);
        Vectors.axpy(1, pass.logits, 0, sums, WideAndDeep.HEADS * from, many);
      }
    }
    return sums;
  }

  private void calibrate(float[] sums, float[] pClick, float[] pWatch) {
    for (int row = 0; row < sums.length / WideAndDeep.HEADS; row++) {
      pClick[row] = (float) click.probability(sums[2 * row] / networks.size());
      pWatch[row] = (float) watch.probability(sums[2 * row + 1] / networks.size());
    }
  }

  /// The rows of one request in one network.
  private static final class Request {

    private final WideAndDeep network;
    private final Shape shape;
    private final VideoShares shares;
    private final PairPart pairs;
    private final FeatureRows rows;
    private final WideAndDeepPass pass;
    private final Matrices matrices = new Matrices();

    /// What the request adds to the first layer, and to the heads.
    private final float[] hidden;

    private final float[] wide = new float[WideAndDeep.HEADS];
    private final float[] keys;
    private final int watched;
    private final float[] targets;
    private final float[] attention;
    private final float[] pooled;

    Request(WideAndDeep network, VideoShares shares, FeatureRows rows) {
      this.network = network;
      this.shape = network.shape();
      this.shares = shares;
      this.pairs = shares.pairs();
      this.rows = rows;
      this.pass = WideAndDeepPass.ofOneViewer(network, Math.min(BLOCK, rows.size()));
      int out = shape.outOf(0);
      int width = shape.layout().requestWidth(shape.embedding());
      float[] x = new float[width];
      network.request(rows, 0, x, 0, wide);
      float[] weights = network.layers()[0];
      this.hidden = new float[out];
      System.arraycopy(weights, shape.width() * out, hidden, 0, out);
      Vectors.combine(x, 0, weights, 0, out, width, hidden, 0, out);
      this.keys = new float[WideAndDeep.RECENT * shape.stride()];
      int room = shape.attention() ? pass.room : 0;
      this.targets = new float[room * shape.stride()];
      this.attention = new float[room * WideAndDeep.RECENT];
      this.pooled = new float[room * shape.stride()];
      this.watched = shape.attention() ? network.keys(rows.history(), keys, 0) : 0;
    }

    void addTo(float[] sums) {
      for (int from = 0; from < rows.size(); from += BLOCK) {
        int many = Math.min(BLOCK, rows.size() - from);
        block(from, many);
        Vectors.axpy(1, pass.logits, 0, sums, WideAndDeep.HEADS * from, WideAndDeep.HEADS * many);
      }
    }

    private void block(int from, int many) {
      int d = shape.embedding();
      int out = shape.outOf(0);
      int width = shape.layout().pairWidth(d);
      float[] z = pass.z[0];
      float[] sums = new float[WideAndDeep.HEADS];
      for (int i = 0; i < many; i++) {
        float[] share = shares.of(rows, from + i).values();
        System.arraycopy(hidden, 0, z, i * out, out);
        Vectors.axpy(1, share, 0, z, i * out, out);
        sums[0] = wide[0] + share[shares.wide()];
        sums[1] = wide[1] + share[shares.wide() + 1];
        pairs.read(rows, from + i, pass.x, i * width, sums);
        pass.wide[2 * i] = sums[0];
        pass.wide[2 * i + 1] = sums[1];
        if (shape.attention()) {
          System.arraycopy(share, shares.target(), targets, i * shape.stride(), shape.stride());
        }
      }
      if (shape.attention()) {
        attend(many, width);
      }
      int first = (shape.width() - width) * out;
      matrices.multiply(
          many,
          out,
          // Without attention what the history says is zero.
          shape.attention() ? width : width - 2 * d,
          View.rows(pass.x, 0, width),
          View.rows(network.layers()[0], first, out),
          z,
          0,
          out,
          true);
      pass.above(many);
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
      int at = shape.layout().pairDense().length;
      for (int i = 0; i < many; i++) {
        network.join(pooled, i * stride, targets, i * stride, pass.x, i * width + at);
      }
    }
  }

  /// Writes the model to a stream that stays open.
  public void write(OutputStream out) throws IOException {
    var writer = new ModelWriter(out, KIND, VERSION);
    Shape shape = networks.getFirst().shape();
    writer.writeInt(shape.layout().dense());
    writer.writeInt(shape.layout().fields());
    writer.writeInt(networks.size());
    writer.writeInt(shape.bits());
    writer.writeInt(shape.embedding());
    writer.writeInt(shape.experts());
    writer.writeInt(shape.attention() ? 1 : 0);
    writer.writeInt(shape.hidden().length);
    for (int size : shape.hidden()) {
      writer.writeInt(size);
    }
    writer.writeInt(shape.layout().requestFields().length);
    for (int field : shape.layout().requestFields()) {
      writer.writeInt(field);
    }
    writer.seal();
    for (WideAndDeep network : networks) {
      for (float[] part : network.parts()) {
        writer.writeFloats(part);
      }
    }
    for (Platt calibration : List.of(click, watch)) {
      writer.writeDouble(calibration.slope());
      writer.writeDouble(calibration.offset());
    }
    writer.seal();
  }

  /// A few whole numbers before their seal is checked: till then there may be said to be any.
  private static int[] readInts(ModelReader reader) throws IOException {
    int[] few = new int[Math.clamp(reader.readInt(), 0, 64)];
    for (int i = 0; i < few.length; i++) {
      few[i] = reader.readInt();
    }
    return few;
  }

  /// Reads what [#write] wrote.
  ///
  /// @throws CorruptModelException where the bytes are no ranker, or damaged
  /// @throws ModelMismatchException where it was trained on other features than this code builds
  public static WideAndDeepModel read(InputStream in) throws IOException {
    var reader = new ModelReader(in, KIND, VERSION);
    int dense = reader.readInt();
    int fields = reader.readInt();
    int many = reader.readInt();
    int bits = reader.readInt();
    int embedding = reader.readInt();
    int experts = reader.readInt();
    boolean attention = reader.readInt() == 1;
    int[] hidden = readInts(reader);
    int[] requestFields = readInts(reader);
    reader.checkSeal("the sizes");
    InputLayout layout = InputLayout.ofRows();
    if (dense != layout.dense() || fields != layout.fields()) {
      throw new ModelMismatchException(
          "the ranker wants %d dense features and %d fields, this Marquee builds %d and %d: train again"
              .formatted(dense, fields, layout.dense(), layout.fields()));
    }
    var shape =
        new Shape(
            layout.withRequestFields(requestFields), bits, embedding, hidden, experts, attention);
    List<WideAndDeep> networks = new ArrayList<>();
    for (int i = 0; i < many; i++) {
      WideAndDeep network = WideAndDeep.zeros(shape);
      for (float[] part : network.parts()) {
        reader.readFloats(part);
      }
      networks.add(network);
    }
    double[] calibration = new double[4];
    for (int i = 0; i < calibration.length; i++) {
      calibration[i] = reader.readDouble();
    }
    reader.checkSeal("the weights");
    reader.checkEnd();
    return new WideAndDeepModel(
        networks,
        new Platt(calibration[0], calibration[1]),
        new Platt(calibration[2], calibration[3]));
  }
}
