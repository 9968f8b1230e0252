package dev.marquee.adapters.onnx;

import dev.marquee.engine.models.FileRanker;
import dev.marquee.engine.models.Manifest;
import dev.marquee.engine.models.RankerFormat.Precision;
import dev.marquee.engine.models.wideanddeep.WideAndDeep;
import dev.marquee.engine.models.wideanddeep.WideAndDeepModel;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.json.JsonMapper;

/// Exports a [WideAndDeepModel] to ONNX. Probabilities are the same within 1e-5, or approximately
/// in 8 bits.
///
/// The graph holds everything: from hashes to buckets ([GraphInputs]), the networks
/// ([NetworkGraph]), their mean and the calibration.
final class WideAndDeepOnnx {

  private static final int HEADS = WideAndDeep.HEADS;

  /// The size limit of an ONNX file, minus room for everything but weights.
  private static final long MAX_WEIGHT_BYTES = Integer.MAX_VALUE - (1 << 24);

  private static final String MEANING =
      """
      A ranker of Marquee: what becomes of a video once it is shown to a viewer. Calibrated \
      probabilities: p_click = P(click | shown), p_watch = P(watched to completion | clicked).\
      """;

  private WideAndDeepOnnx() {}

  /// Writes a model to a stream that stays open.
  ///
  /// @param manifest of the model's version, for the metadata
  /// @throws IllegalArgumentException where the weights are more than an ONNX file can hold
  static void write(
      WideAndDeepModel model, Manifest manifest, Precision precision, OutputStream out)
      throws IOException {
    long bytes = 0;
    for (WideAndDeep network : model.networks()) {
      for (float[] part : network.parts()) {
        bytes += (long) Float.BYTES * part.length;
      }
    }
    if (bytes > MAX_WEIGHT_BYTES) {
      throw new IllegalArgumentException(
          "the ranker has %,d bytes of weights, a file of ONNX holds at most %,d: train one with fewer bits or networks"
              .formatted(bytes, MAX_WEIGHT_BYTES));
    }
    graph(model, precision).model(manifest.run().code(), MEANING, metadata(manifest)).writeTo(out);
  }

  private static Map<String, String> metadata(Manifest manifest) {
    Map<String, String> metadata = new TreeMap<>();
    metadata.put("marquee.code", manifest.run().code());
    metadata.put("marquee.version", manifest.version());
    metadata.put(FileRanker.DATA_UNTIL, manifest.run().dataUntil().toString());
    metadata.put(FileRanker.EXAMPLES, String.valueOf(manifest.run().examples()));
    metadata.put(OnnxModel.DENSE_FEATURES, json(OnnxInput.DENSE));
    metadata.put(OnnxModel.FIELD_FEATURES, json(OnnxInput.FIELDS));
    metadata.put(FileRanker.COLUMNS, JsonMapper.shared().writeValueAsString(manifest.columns()));
    return metadata;
  }

  private static String json(OnnxInput input) {
    return JsonMapper.shared().writeValueAsString(input.features());
  }

  private static OnnxGraph graph(WideAndDeepModel model, Precision precision) {
    var graph = new OnnxGraph("ranker");
    var inputs = GraphInputs.add(graph, model.networks().getFirst().shape());
    String sum = null;
    for (int i = 0; i < model.networks().size(); i++) {
      graph.part("network" + i);
      String logits = new NetworkGraph(graph, inputs, model.networks().get(i), precision).logits();
      sum = sum == null ? logits : graph.node("Add", sum, logits);
    }
    calibrate(graph, model, sum);
    return graph;
  }

  /// Turns the sum of the networks' logits, [n, 2], into the outputs.
  private static void calibrate(OnnxGraph graph, WideAndDeepModel model, String sum) {
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
    graph.last(OnnxModel.P_CLICK, "Gather", OnnxGraph.axis(1), probabilities, graph.scalar(0L));
    graph.last(OnnxModel.P_WATCH, "Gather", OnnxGraph.axis(1), probabilities, graph.scalar(1L));
  }
}
