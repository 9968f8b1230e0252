package dev.marquee.engine.models.wideanddeep;

import dev.marquee.engine.features.FeatureRows;
import dev.marquee.engine.features.Rows;
import dev.marquee.engine.math.Platt;
import dev.marquee.engine.math.Vectors;
import dev.marquee.engine.models.ModelMismatchException;
import dev.marquee.engine.models.ModelReader;
import dev.marquee.engine.models.ModelWriter;
import dev.marquee.engine.models.RankerModel;
import dev.marquee.engine.models.wideanddeep.WideAndDeep.Shape;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

/// An ensemble of networks of one shape, whose logits are averaged, with the calibration of both
/// heads.
///
/// Safe for use by many threads.
public final class WideAndDeepModel implements RankerModel {

  private static final String KIND = "wide-and-deep";
  private static final int VERSION = 1;

  private final List<WideAndDeep> networks;
  private final Platt click;
  private final Platt watch;
  private volatile List<ServedNetwork> served = List.of();

  /// @param networks at least one, all of one shape
  public WideAndDeepModel(List<WideAndDeep> networks, Platt click, Platt watch) {
    this.networks = List.copyOf(networks);
    this.click = click;
    this.watch = watch;
  }

  public List<WideAndDeep> networks() {
    return networks;
  }

  /// Maps the click head's logit to pClick.
  public Platt click() {
    return click;
  }

  /// Maps the watch head's logit to pWatch.
  public Platt watch() {
    return watch;
  }

  @Override
  public void predict(FeatureRows rows, float[] pClick, float[] pWatch) {
    float[] sums = new float[WideAndDeep.HEADS * rows.size()];
    for (ServedNetwork network : served()) {
      network.addTo(rows, sums);
    }
    calibrate(sums, pClick, pWatch);
  }

  /// Created on first use: a model that is only evaluated needs none.
  private List<ServedNetwork> served() {
    List<ServedNetwork> made = served;
    return made.isEmpty() ? serve() : made;
  }

  private synchronized List<ServedNetwork> serve() {
    if (served.isEmpty()) {
      served = networks.stream().map(ServedNetwork::new).toList();
    }
    return served;
  }

  @Override
  public void predict(Rows rows, int[] which, float[] pClick, float[] pWatch) {
    calibrate(logits(rows, which), pClick, pWatch);
  }

  /// The sums of the networks' logits, by head, before calibration.
  private float[] logits(Rows rows, int[] which) {
    float[] sums = new float[WideAndDeep.HEADS * which.length];
    for (WideAndDeep network : networks) {
      var pass = new WideAndDeepPass(network, Math.min(RequestPass.BLOCK, which.length));
      for (int from = 0; from < which.length; from += RequestPass.BLOCK) {
        int to = Math.min(which.length, from + RequestPass.BLOCK);
        pass.forward(rows, which, from, to);
        int count = WideAndDeep.HEADS * (to - from);
        Vectors.axpy(1, pass.logits, 0, sums, WideAndDeep.HEADS * from, count);
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

  /// Reads a few integers before their checksum is verified; until then their count cannot be
  /// trusted.
  private static int[] readInts(ModelReader reader) throws IOException {
    int[] few = new int[Math.clamp(reader.readInt(), 0, 64)];
    for (int i = 0; i < few.length; i++) {
      few[i] = reader.readInt();
    }
    return few;
  }

  /// Reads what [#write] wrote.
  ///
  /// @throws CorruptModelException if the bytes are not a ranker, or damaged
  /// @throws ModelMismatchException if it was trained on other features than this code builds
  public static WideAndDeepModel read(InputStream in) throws IOException {
    var reader = new ModelReader(in, KIND, VERSION);
    int dense = reader.readInt();
    int fields = reader.readInt();
    int count = reader.readInt();
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
    for (int i = 0; i < count; i++) {
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
