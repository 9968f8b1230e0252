package dev.marquee.adapters.onnx;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import dev.marquee.engine.models.wideanddeep.InputLayout;
import dev.marquee.engine.models.wideanddeep.WideAndDeep.Shape;
import java.util.Map;
import java.util.stream.IntStream;

/// The inputs as buckets, shared by all networks of a graph.
///
/// Letters are those of [WideAndDeep][dev.marquee.engine.models.wideanddeep.WideAndDeep]: n rows, m
/// viewers. The viewer's own part has m rows until it is combined with a row's, so that the viewer
/// is computed once where m is 1.
///
/// @param viewers the number m
/// @param fields buckets of each row's fields
/// @param unknown where dense features are NaN
/// @param user attributes of viewers
/// @param video attributes of videos
/// @param watched buckets [m, 50, 2] of the history; a watch counts where its video is present: [m,
///   1, 50]
/// @param absent added to the scores of absent watches
record GraphInputs(
    String viewers,
    Fields fields,
    String unknown,
    Bag user,
    Bag video,
    Bag watched,
    String absent) {

  /// Subtracted from scores that a softmax must ignore; with infinity an empty softmax would be
  /// NaN.
  private static final float FAR = 1e30f;

  /// Buckets of a row's fields.
  ///
  /// @param counted of the fields with wide weights
  /// @param embedded of the embedded fields
  /// @param target of the fields that the history is compared to
  record Fields(String counted, String embedded, String target) {}

  /// Padded lists of buckets.
  ///
  /// @param buckets [a, m]
  /// @param there 1 where there is a bucket, else 0: [a, m, 1]
  record Bag(String buckets, String there) {}

  /// Adds the inputs to a graph.
  static GraphInputs add(OnnxGraph graph, Shape shape) {
    for (OnnxInput input : OnnxInput.values()) {
      graph.input(input);
    }
    graph.part("inputs");
    InputLayout layout = shape.layout();
    // Sums over the first axis add contiguous rows, in a fifth of the time of other axes.
    String fields = buckets(graph, shape, graph.node("Transpose", OnnxInput.FIELDS.title()));
    String counted = rows(graph, fields, countedFields(layout));
    String embedded = graph.node("Transpose", rows(graph, fields, embeddedFields(layout)));
    String target = rows(graph, fields, layout.target());
    String unknown = graph.node("IsNaN", OnnxInput.DENSE.title());
    Bag user = bag(graph, shape, OnnxInput.USER_ATTRIBUTES.title());
    Bag video = bag(graph, shape, OnnxInput.VIDEO_ATTRIBUTES.title());
    Bag watched = history(graph, shape);
    String sizes = graph.node("Shape", OnnxInput.HISTORY.title());
    String viewers = graph.node("Gather", OnnxGraph.axis(0), sizes, graph.longs(0));
    String absent =
        graph.node("Mul", graph.node("Sub", watched.there, graph.scalar(1f)), graph.scalar(FAR));
    return new GraphInputs(
        viewers, new Fields(counted, embedded, target), unknown, user, video, watched, absent);
  }

  static int[] embeddedFields(InputLayout layout) {
    return IntStream.concat(
            IntStream.of(layout.requestFields()), IntStream.of(layout.videoFields()))
        .toArray();
  }

  /// Fields that have wide weights.
  private static int[] countedFields(InputLayout layout) {
    IntStream crosses =
        IntStream.concat(
            IntStream.of(layout.crosses().request()), IntStream.of(layout.crosses().pair()));
    return IntStream.concat(IntStream.of(embeddedFields(layout)), crosses).toArray();
  }

  private static String rows(OnnxGraph graph, String values, int... rows) {
    String numbers = graph.longs(IntStream.of(rows).asLongStream().toArray());
    return graph.node("Gather", OnnxGraph.axis(0), values, numbers);
  }

  /// [Shape#bucket] of hashes: their low 32 bits times a constant, then the highest of the
  /// product's low 32 bits. The constant is negative, so that no product overflows 64 bits.
  private static String buckets(OnnxGraph graph, Shape shape, String hashes) {
    String low = graph.scalar(0xFFFF_FFFFL);
    String hash = graph.node("BitwiseAnd", hashes, low);
    String product = graph.node("Mul", hash, graph.scalar(0x9E3779B1L - (1L << 32)));
    String bits = graph.cast(graph.node("BitwiseAnd", product, low), DataType.UINT64);
    String shifted =
        graph.node("BitShift", Map.of("direction", "RIGHT"), bits, graph.shift(32L - shape.bits()));
    return graph.cast(shifted, DataType.INT64);
  }

  private static Bag bag(OnnxGraph graph, Shape shape, String input) {
    String hashes = graph.node("Transpose", input);
    String there = there(graph, hashes);
    return new Bag(buckets(graph, shape, hashes), graph.node("Unsqueeze", there, graph.longs(2)));
  }

  private static Bag history(OnnxGraph graph, Shape shape) {
    String hashes = OnnxInput.HISTORY.title();
    String videos = graph.node("Gather", OnnxGraph.axis(2), hashes, graph.scalar(0L));
    String there = there(graph, videos);
    return new Bag(buckets(graph, shape, hashes), graph.node("Unsqueeze", there, graph.longs(1)));
  }

  private static String there(OnnxGraph graph, String hashes) {
    String nothing = graph.node("Equal", hashes, graph.scalar(OnnxInput.NOTHING));
    return graph.cast(graph.node("Not", nothing), DataType.FLOAT);
  }
}
