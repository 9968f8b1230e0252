package dev.marquee.engine.models;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import dev.marquee.engine.models.RankerFormat.Precision;
import dev.marquee.engine.models.wideanddeep.InputLayout;
import dev.marquee.engine.models.wideanddeep.WideAndDeep;
import dev.marquee.engine.models.wideanddeep.WideAndDeep.Shape;
import dev.marquee.engine.models.wideanddeep.WideAndDeepModel;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import tools.jackson.databind.json.JsonMapper;

/// Writes a [WideAndDeepModel] as an ONNX model, which gives the same probabilities within 1e-5, or
/// nearly the same where it is written in 8 bits.
///
/// Everything is in the graph: from hashes to buckets, networks and their mean, the calibration.
/// Letters are those of [WideAndDeep], n rows, m viewers. What is the viewer's alone has m rows
/// until it meets what is a row's, so that the viewer is computed once where m is 1.
///
/// Needs the classes of `org.tribuo:tribuo-util-onnx` on the class path, which the engine does not
/// bring by itself.
public final class WideAndDeepOnnx {

  private static final int HEADS = WideAndDeep.HEADS;

  /// What a file of ONNX can hold, less what is not weights.
  private static final long MOST_BYTES = Integer.MAX_VALUE - (1 << 24);

  private static final String MEANING =
      """
      A ranker of Marquee: what becomes of a video once it is shown to a viewer. Calibrated \
      probabilities: p_click = P(click | shown), p_watch = P(watched to completion | clicked).\
      """;

  /// A byte's step farthest from 0, and where 0 stands.
  private static final int MAX = 127;

  private static final int MIDDLE = 128;

  /// The step of dense features, which are cut off.
  private static final float DENSE_STEP = WideAndDeep.FARTHEST / MAX;

  /// Added below 0 to what must not count in a softmax; with infinity an empty one would be NaN.
  private static final float FAR = 1e30f;

  private static final Map<String, Object> LAST_TWO = Map.of("perm", new long[] {0, 2, 1});
  private static final Map<String, Object> LAST_AXIS = Map.of("axis", -1);
  private static final Map<String, Object> AXIS_0 = Map.of("axis", 0);
  private static final Map<String, Object> AXIS_1 = Map.of("axis", 1);
  private static final Map<String, Object> DROP_AXIS = Map.of("keepdims", 0);

  private final OnnxGraph graph = new OnnxGraph("ranker");
  private final WideAndDeepModel model;
  private final boolean isInt8;
  private final Shape shape;
  private final InputLayout layout;
  private final int d;

  // Values of the graph that all networks read.
  private String viewers;
  private String counted;
  private String embedded;
  private String target;
  private String noNumber;
  private Bag user;
  private Bag video;
  private Bag watched;
  private String absent;

  /// Lists of buckets.
  ///
  /// @param buckets [a, m]
  /// @param there 1 where there is one, else 0: [a, m, 1]
  private record Bag(String buckets, String there) {}

  private WideAndDeepOnnx(WideAndDeepModel model, Precision precision) {
    this.model = model;
    this.isInt8 = precision == Precision.INT8;
    this.shape = model.networks().getFirst().shape();
    this.layout = shape.layout();
    this.d = shape.embedding();
  }

  /// Writes a model to a stream that stays open.
  ///
  /// @param manifest of the version that the model is of, for the metadata
  /// @throws IllegalArgumentException where the weights are more than a file of ONNX can hold
  public static void write(
      WideAndDeepModel model, Manifest manifest, Precision precision, OutputStream out)
      throws IOException {
    long bytes = 0;
    for (WideAndDeep network : model.networks()) {
      for (float[] part : network.parts()) {
        bytes += (long) Float.BYTES * part.length;
      }
    }
    if (bytes > MOST_BYTES) {
      throw new IllegalArgumentException(
          "the ranker has %,d bytes of weights, a file of ONNX holds at most %,d: train one with fewer bits or networks"
              .formatted(bytes, MOST_BYTES));
    }
    var writing = new WideAndDeepOnnx(model, precision);
    writing.write();
    writing.graph.model(manifest.code(), MEANING, metadata(manifest)).writeTo(out);
  }

  private static Map<String, String> metadata(Manifest manifest) {
    Map<String, String> metadata = new TreeMap<>();
    metadata.put("marquee.code", manifest.code());
    metadata.put("marquee.version", manifest.version());
    metadata.put(OnnxModel.DATA_UNTIL, manifest.dataUntil().toString());
    metadata.put(OnnxModel.EXAMPLES, String.valueOf(manifest.examples()));
    metadata.put(OnnxModel.DENSE_FEATURES, json(OnnxInput.DENSE));
    metadata.put(OnnxModel.FIELD_FEATURES, json(OnnxInput.FIELDS));
    metadata.put(OnnxModel.COLUMNS, JsonMapper.shared().writeValueAsString(manifest.columns()));
    return metadata;
  }

  private static String json(OnnxInput input) {
    return JsonMapper.shared().writeValueAsString(input.features());
  }

  private void write() {
    for (OnnxInput input : OnnxInput.values()) {
      graph.input(input);
    }
    graph.part("inputs");
    // Sums over the first axis add whole rows of memory, and take a fifth of the time of others.
    String fields = buckets(graph.node("Transpose", OnnxInput.FIELDS.title()));
    counted = graph.node("Gather", AXIS_0, fields, numbers(countedFields()));
    embedded =
        graph.node("Transpose", graph.node("Gather", AXIS_0, fields, numbers(embeddedFields())));
    target = graph.node("Gather", AXIS_0, fields, numbers(layout.target()));
    noNumber = graph.node("IsNaN", OnnxInput.DENSE.title());
    user = bag(OnnxInput.USER_ATTRIBUTES.title());
    video = bag(OnnxInput.VIDEO_ATTRIBUTES.title());
    watched = history();
    String sizes = graph.node("Shape", OnnxInput.HISTORY.title());
    viewers = graph.node("Gather", AXIS_0, sizes, graph.longs(0));
    absent =
        graph.node("Mul", graph.node("Sub", watched.there, graph.scalar(1f)), graph.scalar(FAR));
    String sum = null;
    for (int i = 0; i < model.networks().size(); i++) {
      graph.part("network" + i);
      String logits = network(model.networks().get(i));
      sum = sum == null ? logits : graph.node("Add", sum, logits);
    }
    graph.part("calibration");
    float[] slopes = {
      (float) (model.click().slope() / model.networks().size()),
      (float) (model.watch().slope() / model.networks().size())
    };
    float[] offsets = {(float) model.click().offset(), (float) model.watch().offset()};
    String scaled = graph.node("Mul", sum, graph.floats("slopes", slopes, HEADS));
    String odds = graph.node("Add", scaled, graph.floats("offsets", offsets, HEADS));
    String probabilities = graph.node("Sigmoid", odds);
    graph.output(OnnxModel.P_CLICK, "P(click | shown), calibrated");
    graph.output(OnnxModel.P_WATCH, "P(watched to completion | clicked), calibrated");
    graph.last(OnnxModel.P_CLICK, "Gather", AXIS_1, probabilities, graph.scalar(0L));
    graph.last(OnnxModel.P_WATCH, "Gather", AXIS_1, probabilities, graph.scalar(1L));
  }

  private int[] embeddedFields() {
    return IntStream.concat(
            IntStream.of(layout.requestFields()), IntStream.of(layout.videoFields()))
        .toArray();
  }

  /// Fields that have wide weights.
  private int[] countedFields() {
    IntStream crosses =
        IntStream.concat(IntStream.of(layout.requestCrosses()), IntStream.of(layout.pairCrosses()));
    return IntStream.concat(IntStream.of(embeddedFields()), crosses).toArray();
  }

  private String numbers(int[] of) {
    return graph.longs(IntStream.of(of).asLongStream().toArray());
  }

  /// [Shape#bucket] of hashes: their low 32 bits times a constant, and of the low 32 bits of the
  /// product the highest. The constant is below 0, so that no product leaves 64 bits.
  private String buckets(String hashes) {
    String low = graph.scalar(0xFFFF_FFFFL);
    String hash = graph.node("BitwiseAnd", hashes, low);
    String product = graph.node("Mul", hash, graph.scalar(0x9E3779B1L - (1L << 32)));
    String bits = graph.cast(graph.node("BitwiseAnd", product, low), DataType.UINT64);
    String shifted =
        graph.node("BitShift", Map.of("direction", "RIGHT"), bits, graph.shift(32L - shape.bits()));
    return graph.cast(shifted, DataType.INT64);
  }

  private Bag bag(String input) {
    String hashes = graph.node("Transpose", input);
    String nothing = graph.node("Equal", hashes, graph.scalar(OnnxInput.NOTHING));
    String there = graph.cast(graph.node("Not", nothing), DataType.FLOAT);
    return new Bag(buckets(hashes), graph.node("Unsqueeze", there, graph.longs(2)));
  }

  /// Buckets [m, 50, 2], of which a watch is there where its video is: [m, 1, 50].
  private Bag history() {
    String hashes = OnnxInput.HISTORY.title();
    String videos = graph.node("Gather", Map.of("axis", 2), hashes, graph.scalar(0L));
    String nothing = graph.node("Equal", videos, graph.scalar(OnnxInput.NOTHING));
    String there = graph.cast(graph.node("Not", nothing), DataType.FLOAT);
    return new Bag(buckets(hashes), graph.node("Unsqueeze", there, graph.longs(1)));
  }

  /// The logits of one network, [n, 2].
  private String network(WideAndDeep network) {
    Tables tables = tables(network);
    String dense = standard(network);
    String userMean = mean(user, tables);
    List<Part> parts = new ArrayList<>();
    parts.add(part(dense, layout.dense(), DENSE_STEP));
    parts.add(
        new Part(
            graph.node(
                "Reshape",
                graph.node("Gather", tables.embeddings, embedded),
                rest(embeddedFields().length * d)),
            embeddedFields().length * d,
            tables.step));
    parts.add(part(mean(video, tables), d, tables.step));
    if (shape.attention()) {
      String t = sum(embeddings(tables, target), 0);
      String p = attend(network, tables, t);
      parts.add(part(p, d, 2 * tables.step));
      parts.add(part(graph.node("Mul", p, t), d, MAX * tables.step * tables.step));
    }
    String x = graph.node("Concat", AXIS_1, parts.stream().map(Part::value).toArray(String[]::new));
    String deep = deep(network, new Input(x, steps(parts)), userMean);
    String wide = wide(network, tables, dense);
    return graph.node("Add", deep, wide);
  }

  /// Some columns of the first layer's input.
  ///
  /// @param step what one of the 256 steps of a byte is worth
  private record Part(String value, int width, float step) {}

  /// What the first layer reads.
  ///
  /// @param steps of its columns, where they are bytes
  // Nobody compares two of them.
  @SuppressWarnings("ArrayRecordComponent")
  private record Input(String value, float[] steps) {}

  private static float[] steps(List<Part> parts) {
    float[] steps = new float[parts.stream().mapToInt(Part::width).sum()];
    int at = 0;
    for (Part part : parts) {
      Arrays.fill(steps, at, at + part.width, part.step);
      at += part.width;
    }
    return steps;
  }

  private Part part(String value, int width, float step) {
    String part =
        isInt8 ? graph.node("QuantizeLinear", value, graph.scalar(step), middle()) : value;
    return new Part(part, width, step);
  }

  /// The byte of 0.
  private String middle() {
    return graph.bytes("middle", false, new byte[] {(byte) MIDDLE});
  }

  /// A network's table.
  ///
  /// @param embeddings [2^bits, d]
  /// @param step what one of the 256 steps of a byte is worth, where embeddings are bytes
  /// @param wide [2^bits, 2]
  private record Tables(String embeddings, float step, String wide) {}

  private Tables tables(WideAndDeep network) {
    int buckets = 1 << shape.bits();
    float[] embeddings = new float[buckets * d];
    float[] wide = new float[buckets * HEADS];
    for (int bucket = 0; bucket < buckets; bucket++) {
      int at = bucket * shape.bucketWidth();
      System.arraycopy(network.table(), at, wide, bucket * HEADS, HEADS);
      System.arraycopy(network.table(), at + HEADS, embeddings, bucket * d, d);
    }
    float step = largest(embeddings) / MAX;
    String table =
        isInt8
            ? graph.bytes("embeddings", false, inSteps(embeddings, step), buckets, d)
            : graph.floats("embeddings", embeddings, buckets, d);
    return new Tables(table, step, graph.floats("wide", wide, buckets, HEADS));
  }

  private static float largest(float[] values) {
    // A table of zeros has steps that can still be multiplied and divided by.
    float largest = 1e-6f;
    for (float value : values) {
      largest = Math.max(largest, Math.abs(value));
    }
    return largest;
  }

  private static byte[] inSteps(float[] values, float step) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (MIDDLE + Math.round(values[i] / step));
    }
    return bytes;
  }

  /// Embeddings of buckets as floats.
  private String embeddings(Tables tables, String buckets) {
    String found = graph.node("Gather", tables.embeddings, buckets);
    return isInt8
        ? graph.node("DequantizeLinear", found, graph.scalar(tables.step), middle())
        : found;
  }

  /// Dense features as the network reads them, [n, D].
  private String standard(WideAndDeep network) {
    int dense = layout.dense();
    String centred =
        graph.node("Sub", OnnxInput.DENSE.title(), graph.floats("mean", network.mean(), dense));
    String scaled = graph.node("Mul", centred, graph.floats("scale", network.scale(), dense));
    String known = graph.node("Where", noNumber, graph.scalar(0f), scaled);
    return graph.node(
        "Clip", known, graph.scalar(-WideAndDeep.FARTHEST), graph.scalar(WideAndDeep.FARTHEST));
  }

  /// The mean embedding of what is there, [m, d]; zero where nothing is.
  private String mean(Bag bag, Tables tables) {
    String sum = sum(graph.node("Mul", embeddings(tables, bag.buckets), bag.there), 0);
    String many = graph.node("Max", sum(bag.there, 0), graph.scalar(1f));
    return graph.node("Div", sum, many);
  }

  private String sum(String value, int axis) {
    return graph.node("ReduceSum", DROP_AXIS, value, graph.longs(axis));
  }

  /// What the history says of the video, p: [n, d].
  private String attend(WideAndDeep network, Tables tables, String t) {
    String h = sum(embeddings(tables, watched.buckets), 2);
    String byViewer = graph.node("Reshape", t, graph.node("Concat", AXIS_0, viewers, rest(d)));
    String products = graph.node("MatMul", byViewer, graph.node("Transpose", LAST_TWO, h));
    String inverse = graph.scalar((float) (1 / Math.sqrt(d)));
    String scaled = graph.node("Mul", products, inverse);
    String recency = graph.floats("recency", network.recency(), WideAndDeep.RECENT);
    String scores = graph.node("Add", graph.node("Add", scaled, recency), absent);
    String shares = graph.node("Mul", graph.node("Softmax", LAST_AXIS, scores), watched.there);
    return graph.node("Reshape", graph.node("MatMul", shares, h), rest(d));
  }

  /// Sizes of what has as many rows of `width` as there are values for.
  private String rest(int width) {
    return graph.longs(-1, width);
  }

  /// What the network's layers say, [n, 2].
  private String deep(WideAndDeep network, Input x, String userMean) {
    int last = shape.hidden().length - 1;
    Input below = x;
    for (int i = 0; i < last; i++) {
      String z = graph.node("Relu", layer(network, i, 0, shape.outOf(i), below, userMean));
      below = new Input(z, new float[0]);
    }
    int experts = shape.experts();
    int width = shape.last();
    String z = graph.node("Relu", layer(network, last, 0, experts * width, below, userMean));
    float[] o = new float[HEADS * width];
    float[] b = new float[HEADS];
    for (int head = 0; head < HEADS; head++) {
      int at = head * (width + 1);
      System.arraycopy(network.outputs(), at, o, head * width, width);
      b[head] = network.outputs()[at + width];
    }
    String biases = graph.floats("biases", b, HEADS);
    if (experts == 1) {
      String weights = graph.floats("heads", transposed(o, HEADS, width), width, HEADS);
      return graph.node("Add", graph.node("MatMul", z, weights), biases);
    }
    String logits = layer(network, last, experts * width, shape.gates(), below, userMean);
    String gates =
        graph.node(
            "Softmax", LAST_AXIS, graph.node("Reshape", logits, graph.longs(-1, HEADS, experts)));
    String mixed =
        graph.node("MatMul", gates, graph.node("Reshape", z, graph.longs(-1, experts, width)));
    String weighed = graph.node("Mul", mixed, graph.floats("heads", o, HEADS, width));
    return graph.node("Add", sum(weighed, 2), biases);
  }

  /// Some columns of a layer before they are cut off at zero. Of the first layer the viewer's
  /// attributes are multiplied alone.
  private String layer(
      WideAndDeep network, int layer, int first, int many, Input z, String userMean) {
    int in = shape.into(layer);
    String biases =
        graph.floats("biases", columns(network, layer, new int[] {in}, first, many), many);
    if (layer > 0) {
      int[] all = IntStream.range(0, in).toArray();
      float[] weights = columns(network, layer, all, first, many);
      String product =
          isInt8 ? byteProduct(z.value, weights, many) : product(z.value, weights, many);
      return graph.node("Add", product, biases);
    }
    String user = product(userMean, columns(network, 0, userRows(), first, many), many);
    float[] weights = columns(network, 0, otherRows(), first, many);
    String others = isInt8 ? byteProduct(z, weights, many) : product(z.value, weights, many);
    return graph.node("Add", others, graph.node("Add", user, biases));
  }

  private String product(String z, float[] weights, int many) {
    return graph.node("MatMul", z, graph.floats("weights", weights, weights.length / many, many));
  }

  /// A product of bytes whose columns have steps of their own, by which the weights are multiplied.
  private String byteProduct(Input x, float[] weights, int many) {
    float[] scaled = new float[weights.length];
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] = weights[i] * x.steps[i / many];
    }
    Bytes bytes = bytes(scaled, many);
    String dequantised =
        graph.node(
            "DequantizeLinear",
            AXIS_1,
            bytes.weights,
            bytes.steps,
            graph.bytes("middle", true, new byte[many], many));
    return graph.node(
        "MatMul", graph.node("DequantizeLinear", x.value, graph.scalar(1f), middle()), dequantised);
  }

  /// A product of floats that are made bytes by the range in which they are.
  private String byteProduct(String z, float[] weights, int many) {
    Bytes bytes = bytes(weights, many);
    List<String> quantised = graph.nodes("DynamicQuantizeLinear", 3, z);
    String product = graph.node("MatMulInteger", quantised.get(0), bytes.weights, quantised.get(2));
    String steps = graph.node("Mul", quantised.get(1), bytes.steps);
    return graph.node("Mul", graph.cast(product, DataType.FLOAT), steps);
  }

  /// Weights as bytes with a sign.
  ///
  /// @param steps what one of a column's steps is worth
  private record Bytes(String weights, String steps) {}

  private Bytes bytes(float[] weights, int many) {
    float[] steps = new float[many];
    Arrays.fill(steps, Float.MIN_NORMAL);
    for (int i = 0; i < weights.length; i++) {
      steps[i % many] = Math.max(steps[i % many], Math.abs(weights[i]) / MAX);
    }
    byte[] bytes = new byte[weights.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) Math.round(weights[i] / steps[i % many]);
    }
    return new Bytes(
        graph.bytes("weights", true, bytes, weights.length / many, many),
        graph.floats("steps", steps, many));
  }

  private float[] columns(WideAndDeep network, int layer, int[] rows, int first, int many) {
    int out = shape.outOf(layer);
    float[] columns = new float[rows.length * many];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(network.layers()[layer], rows[i] * out + first, columns, i * many, many);
    }
    return columns;
  }

  /// Rows of the first layer that are of the viewer's attributes.
  private int[] userRows() {
    int end = layout.requestWidth(d);
    return IntStream.range(end - d, end).toArray();
  }

  /// The other rows in the order of the graph's x: dense features by column, embeddings of fields,
  /// the video's attributes, the history.
  private int[] otherRows() {
    int requestFields = layout.requestDense().length;
    int videoFields = layout.requestWidth(d);
    int pairDense = videoFields + layout.videoWidth(d);
    int[] dense = new int[layout.dense()];
    for (int i = 0; i < layout.requestDense().length; i++) {
      dense[layout.requestDense()[i]] = i;
    }
    for (int i = 0; i < layout.pairDense().length; i++) {
      dense[layout.pairDense()[i]] = pairDense + i;
    }
    int history = pairDense + layout.pairDense().length;
    IntStream fieldRows =
        IntStream.concat(
            IntStream.range(requestFields, videoFields - d),
            IntStream.range(videoFields, pairDense));
    IntStream historyRows = IntStream.range(history, shape.attention() ? history + 2 * d : history);
    return IntStream.concat(IntStream.of(dense), IntStream.concat(fieldRows, historyRows))
        .toArray();
  }

  /// What the wide part says, [n, 2].
  private String wide(WideAndDeep network, Tables tables, String dense) {
    String weights =
        graph.floats(
            "wide", transposed(network.wide(), HEADS, layout.dense()), layout.dense(), HEADS);
    String sum = graph.node("MatMul", dense, weights);
    for (String categories :
        new String[] {
          graph.node("Gather", tables.wide, counted),
          graph.node("Mul", graph.node("Gather", tables.wide, video.buckets), video.there),
          graph.node("Mul", graph.node("Gather", tables.wide, user.buckets), user.there)
        }) {
      sum = graph.node("Add", sum, sum(categories, 0));
    }
    return sum;
  }

  private static float[] transposed(float[] matrix, int rows, int columns) {
    float[] transposed = new float[matrix.length];
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        transposed[column * rows + row] = matrix[row * columns + column];
      }
    }
    return transposed;
  }
}
