package dev.marquee.adapters.onnx;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import java.util.Arrays;
import java.util.List;

/// Adds 8-bit quantized layers to a graph: a value is about its byte times a step.
final class QuantisedLayers {

  /// The largest distance of a byte from the zero point.
  static final int MAX = 127;

  /// The zero point of unsigned bytes.
  private static final int MIDDLE = 128;

  private final OnnxGraph graph;

  QuantisedLayers(OnnxGraph graph) {
    this.graph = graph;
  }

  private String middle() {
    return graph.bytes("middle", false, new byte[] {(byte) MIDDLE});
  }

  /// The step of a table, by its largest absolute value.
  static float step(float[] values) {
    // The step of a table of zeros is above 0, as it is a divisor.
    float max = 1e-6f;
    for (float value : values) {
      max = Math.max(max, Math.abs(value));
    }
    return max / MAX;
  }

  /// A table of unsigned bytes.
  String table(String name, float[] values, float step, int rows, int columns) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (MIDDLE + Math.round(values[i] / step));
    }
    return graph.bytes(name, false, bytes, rows, columns);
  }

  /// Floats as unsigned bytes.
  String quantise(String floats, float step) {
    return graph.node("QuantizeLinear", floats, graph.scalar(step), middle());
  }

  /// Unsigned bytes as floats.
  String dequantise(String bytes, float step) {
    return graph.node("DequantizeLinear", bytes, graph.scalar(step), middle());
  }

  /// A product of unsigned bytes whose columns have different steps; the weights are multiplied by
  /// the steps.
  ///
  /// @param steps of the columns of x
  /// @param weights in rows of `width`
  String product(String x, float[] steps, float[] weights, int width) {
    float[] scaled = new float[weights.length];
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] = weights[i] * steps[i / width];
    }
    Weights bytes = weights(scaled, width);
    String dequantised =
        graph.node(
            "DequantizeLinear",
            OnnxGraph.axis(1),
            bytes.weights,
            bytes.steps,
            graph.bytes("middle", true, new byte[width], width));
    return graph.node("MatMul", dequantise(x, 1), dequantised);
  }

  /// A product of floats, which are quantized dynamically, by their range in this call.
  String product(String x, float[] weights, int width) {
    Weights bytes = weights(weights, width);
    List<String> quantised = graph.nodes("DynamicQuantizeLinear", 3, x);
    String product = graph.node("MatMulInteger", quantised.get(0), bytes.weights, quantised.get(2));
    String steps = graph.node("Mul", quantised.get(1), bytes.steps);
    return graph.node("Mul", graph.cast(product, DataType.FLOAT), steps);
  }

  /// Weights as signed bytes.
  ///
  /// @param steps of the columns
  private record Weights(String weights, String steps) {}

  private Weights weights(float[] weights, int width) {
    float[] steps = new float[width];
    Arrays.fill(steps, Float.MIN_NORMAL);
    for (int i = 0; i < weights.length; i++) {
      steps[i % width] = Math.max(steps[i % width], Math.abs(weights[i]) / MAX);
    }
    byte[] bytes = new byte[weights.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) Math.round(weights[i] / steps[i % width]);
    }
    return new Weights(
        graph.bytes("weights", true, bytes, weights.length / width, width),
        graph.floats("steps", steps, width));
  }
}
