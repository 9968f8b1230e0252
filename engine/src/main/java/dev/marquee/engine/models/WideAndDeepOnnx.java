package dev.marquee.engine.models;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import dev.marquee.engine.models.WideAndDeep.Shape;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import tools.jackson.databind.json.JsonMapper;

/// Writes a [WideAndDeepModel] as an ONNX model, which gives the same probabilities within 1e-5.
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

  /// Added below 0 to what must not count in a softmax; with infinity an empty one would be NaN.
  private static final float FAR = 1e30f;

  private static final Map<String, Object> LAST_TWO = Map.of("perm", new long[] {0, 2, 1});
  private static final Map<String, Object> LAST_AXIS = Map.of("axis", -1);
  private static final Map<String, Object> AXIS_1 = Map.of("axis", 1);
  private static final Map<String, Object> DROP_AXIS = Map.of("keepdims", 0);

  private final OnnxGraph graph = new OnnxGraph("ranker");
  private final WideAndDeepModel model;
  private final Shape shape;
  private final InputLayout layout;
  private final int d;

  // Values of the graph that all networks read.
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
  /// @param buckets [m, a]
  /// @param there 1 where there is one, else 0: [m, a, 1]
  private record Bag(String buckets, String there) {}

  private WideAndDeepOnnx(WideAndDeepModel model) {
    this.model = model;
    this.shape = model.networks().getFirst().shape();
    this.layout = shape.layout();
    this.d = shape.embedding();
  }

  /// Writes a model to a stream that stays open.
  ///
  /// @param manifest of the version that the model is of, for the metadata
  /// @throws IllegalArgumentException where the weights are more than a file of ONNX can hold
  public static void write(WideAndDeepModel model, Manifest manifest, OutputStream out)
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
    var writing = new WideAndDeepOnnx(model);
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
    String fields = buckets(OnnxInput.FIELDS.title());
    counted = graph.node("Gather", AXIS_1, fields, numbers(countedFields()));
    embedded = graph.node("Gather", AXIS_1, fields, numbers(embeddedFields()));
    target = graph.node("Gather", AXIS_1, fields, numbers(layout.target()));
    noNumber = graph.node("IsNaN", OnnxInput.DENSE.title());
    user = bag(OnnxInput.USER_ATTRIBUTES.title());
    video = bag(OnnxInput.VIDEO_ATTRIBUTES.title());
    watched = history();
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

  private Bag bag(String hashes) {
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
    String videoMean = mean(video, tables);
    String embeddings =
        graph.node(
            "Reshape",
            graph.node("Gather", tables.embeddings, embedded),
            graph.longs(-1, (long) embeddedFields().length * d));
    String x;
    if (shape.attention()) {
      String t = sum(graph.node("Gather", tables.embeddings, target), 1);
      String p = attend(network, tables, t);
      x = graph.node("Concat", AXIS_1, dense, embeddings, videoMean, p, graph.node("Mul", p, t));
    } else {
      x = graph.node("Concat", AXIS_1, dense, embeddings, videoMean);
    }
    String deep = deep(network, x, userMean);
    String wide = wide(network, tables, dense);
    return graph.node("Add", deep, wide);
  }

  /// A network's table.
  ///
  /// @param embeddings [2^bits, d]
  /// @param wide [2^bits, 2]
  private record Tables(String embeddings, String wide) {}

  private Tables tables(WideAndDeep network) {
    int buckets = 1 << shape.bits();
    float[] embeddings = new float[buckets * d];
    float[] wide = new float[buckets * HEADS];
    for (int bucket = 0; bucket < buckets; bucket++) {
      int at = bucket * shape.bucketWidth();
      System.arraycopy(network.table(), at, wide, bucket * HEADS, HEADS);
      System.arraycopy(network.table(), at + HEADS, embeddings, bucket * d, d);
    }
    return new Tables(
        graph.floats("embeddings", embeddings, buckets, d),
        graph.floats("wide", wide, buckets, HEADS));
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
    String sum = sum(thereOf(bag, tables.embeddings), 1);
    String many = graph.node("Max", sum(bag.there, 1), graph.scalar(1f));
    return graph.node("Div", sum, many);
  }

  private String thereOf(Bag bag, String table) {
    return graph.node("Mul", graph.node("Gather", table, bag.buckets), bag.there);
  }

  private String sum(String value, int axis) {
    return graph.node("ReduceSum", DROP_AXIS, value, graph.longs(axis));
  }

  /// What the history says of the video, p: [n, d].
  private String attend(WideAndDeep network, Tables tables, String t) {
    String h = sum(graph.node("Gather", tables.embeddings, watched.buckets), 2);
    String row = graph.node("Unsqueeze", t, graph.longs(1));
    String products = graph.node("MatMul", row, graph.node("Transpose", LAST_TWO, h));
    String inverse = graph.scalar((float) (1 / Math.sqrt(d)));
    String scaled = graph.node("Mul", products, inverse);
    String recency = graph.floats("recency", network.recency(), WideAndDeep.RECENT);
    String scores = graph.node("Add", graph.node("Add", scaled, recency), absent);
    String shares = graph.node("Mul", graph.node("Softmax", LAST_AXIS, scores), watched.there);
    return graph.node("Squeeze", graph.node("MatMul", shares, h), graph.longs(1));
  }

  /// What the network's layers say, [n, 2].
  private String deep(WideAndDeep network, String x, String userMean) {
    int last = shape.hidden().length - 1;
    String below = x;
    for (int i = 0; i < last; i++) {
      below = graph.node("Relu", layer(network, i, 0, shape.outOf(i), below, userMean));
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
      WideAndDeep network, int layer, int first, int many, String z, String userMean) {
    int in = shape.into(layer);
    String biases =
        graph.floats("biases", columns(network, layer, new int[] {in}, first, many), many);
    if (layer > 0) {
      int[] all = IntStream.range(0, in).toArray();
      return graph.node("Add", product(network, layer, all, first, many, z), biases);
    }
    String user = product(network, 0, userRows(), first, many, userMean);
    String others = product(network, 0, otherRows(), first, many, z);
    return graph.node("Add", others, graph.node("Add", user, biases));
  }

  private String product(
      WideAndDeep network, int layer, int[] rows, int first, int many, String z) {
    float[] weights = columns(network, layer, rows, first, many);
    return graph.node("MatMul", z, graph.floats("weights", weights, rows.length, many));
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
          thereOf(video, tables.wide),
          thereOf(user, tables.wide)
        }) {
      sum = graph.node("Add", sum, sum(categories, 1));
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
