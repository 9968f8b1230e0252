package dev.marquee.adapters.onnx;

import dev.marquee.adapters.onnx.GraphInputs.Bag;
import dev.marquee.engine.models.RankerFormat.Precision;
import dev.marquee.engine.models.wideanddeep.InputLayout;
import dev.marquee.engine.models.wideanddeep.WideAndDeep;
import dev.marquee.engine.models.wideanddeep.WideAndDeep.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// Adds one network to a graph: the forward pass of [WideAndDeep], whose letters it uses. n rows, m
/// viewers.
final class NetworkGraph {

  private static final int HEADS = WideAndDeep.HEADS;

  /// The step of dense features in 8 bits; these are clipped before.
  private static final float DENSE_STEP = WideAndDeep.FARTHEST / QuantisedLayers.MAX;

  private static final Map<String, Object> LAST_TWO = Map.of("perm", new long[] {0, 2, 1});
  private static final Map<String, Object> LAST_AXIS = OnnxGraph.axis(-1);
  private static final Map<String, Object> DROP_AXIS = Map.of("keepdims", 0);

  private final OnnxGraph graph;
  private final GraphInputs inputs;
  private final WideAndDeep network;
  private final boolean isInt8;
  private final QuantisedLayers int8;
  private final Shape shape;
  private final InputLayout layout;
  private final int d;

  NetworkGraph(OnnxGraph graph, GraphInputs inputs, WideAndDeep network, Precision precision) {
    this.graph = graph;
    this.inputs = inputs;
    this.network = network;
    this.isInt8 = precision == Precision.INT8;
    this.int8 = new QuantisedLayers(graph);
    this.shape = network.shape();
    this.layout = shape.layout();
    this.d = shape.embedding();
  }

  /// The network's logits, [n, 2].
  String logits() {
    Tables tables = tables();
    String dense = standardised();
    String userMean = mean(inputs.user(), tables);
    int embedded = GraphInputs.embeddedFields(layout).length * d;
    List<Columns> columns = new ArrayList<>();
    columns.add(columns(dense, layout.dense(), DENSE_STEP));
    columns.add(
        new Columns(
            graph.node(
                "Reshape",
                graph.node("Gather", tables.embeddings, inputs.fields().embedded()),
                rowsOf(embedded)),
            embedded,
            tables.step));
    columns.add(columns(mean(inputs.video(), tables), d, tables.step));
    if (shape.attention()) {
      String t = sum(embeddings(tables, inputs.fields().target()), 0);
      String p = attend(tables, t);
      columns.add(columns(p, d, 2 * tables.step));
      columns.add(
          columns(graph.node("Mul", p, t), d, QuantisedLayers.MAX * tables.step * tables.step));
    }
    String x =
        graph.node(
            "Concat",
            OnnxGraph.axis(1),
            columns.stream().map(Columns::value).toArray(String[]::new));
    String deep = deep(new LayerInput(x, steps(columns)), userMean);
    String wide = wide(tables, dense);
    return graph.node("Add", deep, wide);
  }

  /// Some columns of the first layer's input.
  ///
  /// @param step quantization step of their bytes
  private record Columns(String value, int width, float step) {}

  /// The input of a layer.
  ///
  /// @param steps of its columns, where they are bytes
  private record LayerInput(String value, float[] steps) {}

  private static float[] steps(List<Columns> all) {
    float[] steps = new float[all.stream().mapToInt(Columns::width).sum()];
    int at = 0;
    for (Columns columns : all) {
      Arrays.fill(steps, at, at + columns.width, columns.step);
      at += columns.width;
    }
    return steps;
  }

  private Columns columns(String value, int width, float step) {
    return new Columns(isInt8 ? int8.quantise(value, step) : value, width, step);
  }

  /// The network's embedding tables.
  ///
  /// @param embeddings [2^bits, d]
  /// @param step of the embeddings, where they are bytes
  /// @param wide [2^bits, 2]
  private record Tables(String embeddings, float step, String wide) {}

  private Tables tables() {
    int buckets = 1 << shape.bits();
    float[] embeddings = new float[buckets * d];
    float[] wide = new float[buckets * HEADS];
    for (int bucket = 0; bucket < buckets; bucket++) {
      int at = bucket * shape.bucketWidth();
      System.arraycopy(network.table(), at, wide, bucket * HEADS, HEADS);
      System.arraycopy(network.table(), at + HEADS, embeddings, bucket * d, d);
    }
    float step = QuantisedLayers.step(embeddings);
    String table =
        isInt8
            ? int8.table("embeddings", embeddings, step, buckets, d)
            : graph.floats("embeddings", embeddings, buckets, d);
    return new Tables(table, step, graph.floats("wide", wide, buckets, HEADS));
  }

  /// Embeddings of buckets as floats.
  private String embeddings(Tables tables, String buckets) {
    String found = graph.node("Gather", tables.embeddings, buckets);
    return isInt8 ? int8.dequantise(found, tables.step) : found;
  }

  /// Standardised dense features, [n, D].
  private String standardised() {
    int dense = layout.dense();
    String centred =
        graph.node("Sub", OnnxInput.DENSE.title(), graph.floats("mean", network.mean(), dense));
    String scaled = graph.node("Mul", centred, graph.floats("scale", network.scale(), dense));
    String known = graph.node("Where", inputs.unknown(), graph.scalar(0f), scaled);
    return graph.node(
        "Clip", known, graph.scalar(-WideAndDeep.FARTHEST), graph.scalar(WideAndDeep.FARTHEST));
  }

  /// The mean embedding of a bag, [m, d]; zero where it is empty.
  private String mean(Bag bag, Tables tables) {
    String sum = sum(graph.node("Mul", embeddings(tables, bag.buckets()), bag.there()), 0);
    String count = graph.node("Max", sum(bag.there(), 0), graph.scalar(1f));
    return graph.node("Div", sum, count);
  }

  private String sum(String value, int axis) {
    return graph.node("ReduceSum", DROP_AXIS, value, graph.longs(axis));
  }

  /// The attention of the video over the history, p: [n, d].
  private String attend(Tables tables, String t) {
    Bag watched = inputs.watched();
    String h = sum(embeddings(tables, watched.buckets()), 2);
    String byViewer =
        graph.node(
            "Reshape", t, graph.node("Concat", OnnxGraph.axis(0), inputs.viewers(), rowsOf(d)));
    String products = graph.node("MatMul", byViewer, graph.node("Transpose", LAST_TWO, h));
    String inverse = graph.scalar((float) (1 / Math.sqrt(d)));
    String scaled = graph.node("Mul", products, inverse);
    String recency = graph.floats("recency", network.recency(), WideAndDeep.RECENT);
    String scores = graph.node("Add", graph.node("Add", scaled, recency), inputs.absent());
    String shares = graph.node("Mul", graph.node("Softmax", LAST_AXIS, scores), watched.there());
    return graph.node("Reshape", graph.node("MatMul", shares, h), rowsOf(d));
  }

  /// The shape [-1, width]: as many rows as the values give.
  private String rowsOf(int width) {
    return graph.longs(-1, width);
  }

  /// The output of the deep part, [n, 2].
  private String deep(LayerInput x, String userMean) {
    int last = shape.hidden().length - 1;
    LayerInput below = x;
    for (int i = 0; i < last; i++) {
      String z = graph.node("Relu", layer(i, 0, shape.outOf(i), below, userMean));
      below = new LayerInput(z, new float[0]);
    }
    int experts = shape.experts();
    int width = shape.last();
    String z = graph.node("Relu", layer(last, 0, experts * width, below, userMean));
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
    String logits = layer(last, experts * width, shape.gates(), below, userMean);
    String gates =
        graph.node(
            "Softmax", LAST_AXIS, graph.node("Reshape", logits, graph.longs(-1, HEADS, experts)));
    String mixed =
        graph.node("MatMul", gates, graph.node("Reshape", z, graph.longs(-1, experts, width)));
    String weighed = graph.node("Mul", mixed, graph.floats("heads", o, HEADS, width));
    return graph.node("Add", sum(weighed, 2), biases);
  }

  /// Some columns of a layer before its activation. In the first layer the viewer's attributes are
  /// multiplied separately, once per viewer.
  private String layer(int layer, int first, int width, LayerInput z, String userMean) {
    int in = shape.into(layer);
    String biases = graph.floats("biases", columns(layer, new int[] {in}, first, width), width);
    if (layer > 0) {
      float[] weights = columns(layer, IntStream.range(0, in).toArray(), first, width);
      String product =
          isInt8 ? int8.product(z.value, weights, width) : product(z.value, weights, width);
      return graph.node("Add", product, biases);
    }
    String user = product(userMean, columns(0, userRows(), first, width), width);
    float[] weights = columns(0, otherRows(), first, width);
    String others =
        isInt8 ? int8.product(z.value, z.steps, weights, width) : product(z.value, weights, width);
    return graph.node("Add", others, graph.node("Add", user, biases));
  }

  private String product(String z, float[] weights, int width) {
    return graph.node("MatMul", z, graph.floats("weights", weights, weights.length / width, width));
  }

  private float[] columns(int layer, int[] rows, int first, int width) {
    int out = shape.outOf(layer);
    float[] columns = new float[rows.length * width];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(network.layers()[layer], rows[i] * out + first, columns, i * width, width);
    }
    return columns;
  }

  /// Rows of the first layer for the viewer's attributes.
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

  /// The output of the wide part, [n, 2].
  private String wide(Tables tables, String dense) {
    String weights =
        graph.floats(
            "wide", transposed(network.wide(), HEADS, layout.dense()), layout.dense(), HEADS);
    String sum = graph.node("MatMul", dense, weights);
    Bag video = inputs.video();
    Bag user = inputs.user();
    for (String categories :
        new String[] {
          graph.node("Gather", tables.wide, inputs.fields().counted()),
          graph.node("Mul", graph.node("Gather", tables.wide, video.buckets()), video.there()),
          graph.node("Mul", graph.node("Gather", tables.wide, user.buckets()), user.there())
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
