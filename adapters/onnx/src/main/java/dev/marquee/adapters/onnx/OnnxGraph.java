package dev.marquee.adapters.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto.Dimension;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/// Builds a graph of ONNX operators from its inputs to its outputs. Values are named by strings:
/// each method returns the name of the value that it adds.
final class OnnxGraph {

  /// The first version with all operators used; ONNX Runtime supports it since 1.14.
  static final int OPSET = 18;

  /// The file format version of the same ONNX release.
  private static final int IR_VERSION = 8;

  private final GraphProto.Builder graph = GraphProto.newBuilder();
  private String part = "";
  private int values;

  OnnxGraph(String name) {
    graph.setName(name);
  }

  /// Sets a prefix for the names that follow, for people who inspect the graph.
  void part(String name) {
    part = name + "/";
  }

  /// Adds an input, whose name is its title.
  void input(OnnxInput input) {
    var shape = TensorShapeProto.newBuilder();
    long[] sizes = input.shape();
    for (int i = 0; i < sizes.length; i++) {
      shape.addDim(
          sizes[i] == OnnxInput.ANY
              ? Dimension.newBuilder().setDimParam(input.names().get(i))
              : Dimension.newBuilder().setDimValue(sizes[i]));
    }
    graph.addInput(
        value(input.title(), input.isHashed() ? DataType.INT64 : DataType.FLOAT, shape)
            .setDocString(input.meaning()));
  }

  /// Adds an output of one float per row.
  void output(String name, String meaning) {
    var shape = TensorShapeProto.newBuilder().addDim(Dimension.newBuilder().setDimParam("rows"));
    graph.addOutput(value(name, DataType.FLOAT, shape).setDocString(meaning));
  }

  private static ValueInfoProto.Builder value(
      String name, DataType type, TensorShapeProto.Builder shape) {
    var tensor = TypeProto.Tensor.newBuilder().setElemType(type.getNumber()).setShape(shape);
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(TypeProto.newBuilder().setTensorType(tensor));
  }

  /// The attribute of an operator that works along an axis.
  static Map<String, Object> axis(int axis) {
    return Map.of("axis", axis);
  }

  /// Adds an operator without attributes.
  String node(String operator, String... inputs) {
    return node(operator, Map.of(), inputs);
  }

  /// @param attributes a number, numbers or a string, by name
  String node(String operator, Map<String, Object> attributes, String... inputs) {
    String out = next(operator);
    add(operator, attributes, List.of(out), inputs);
    return out;
  }

  /// Adds an operator with several outputs.
  List<String> nodes(String operator, int outputs, String... inputs) {
    List<String> out = IntStream.range(0, outputs).mapToObj(i -> next(operator)).toList();
    add(operator, Map.of(), out, inputs);
    return out;
  }

  /// Adds an operator whose output is the graph's.
  void last(String name, String operator, Map<String, Object> attributes, String... inputs) {
    add(operator, attributes, List.of(name), inputs);
  }

  private void add(
      String operator, Map<String, Object> attributes, List<String> out, String... inputs) {
    var node =
        NodeProto.newBuilder()
            .setOpType(operator)
            .setName(out.getFirst())
            .addAllInput(List.of(inputs))
            .addAllOutput(out);
    attributes.forEach((name, attribute) -> node.addAttribute(attribute(name, attribute)));
    graph.addNode(node);
  }

  private static AttributeProto.Builder attribute(String name, Object value) {
    var attribute = AttributeProto.newBuilder().setName(name);
    return switch (value) {
      case String string ->
          attribute.setType(AttributeType.STRING).setS(ByteString.copyFromUtf8(string));
      case long[] numbers ->
          attribute.setType(AttributeType.INTS).addAllInts(LongStream.of(numbers).boxed().toList());
      default -> attribute.setType(AttributeType.INT).setI(((Number) value).longValue());
    };
  }

  private String next(String what) {
    values++;
    return part + what + "_" + values;
  }

  /// A tensor of floats; a scalar without sizes.
  String floats(String what, float[] of, long... shape) {
    ByteBuffer bytes = bytes(Math.multiplyExact(Float.BYTES, of.length));
    for (float one : of) {
      bytes.putFloat(one);
    }
    return constant(what, DataType.FLOAT, bytes, shape);
  }

  String scalar(float value) {
    return floats("number", new float[] {value});
  }

  /// A list of longs.
  String longs(long... of) {
    return tensor(of, of.length);
  }

  String scalar(long value) {
    return tensor(new long[] {value});
  }

  private String tensor(long[] of, long... shape) {
    ByteBuffer bytes = bytes(Long.BYTES * of.length);
    for (long one : of) {
      bytes.putLong(one);
    }
    return constant("numbers", DataType.INT64, bytes, shape);
  }

  /// A tensor of signed or unsigned bytes; a scalar without sizes.
  String bytes(String what, boolean isSigned, byte[] of, long... shape) {
    return constant(
        what, isSigned ? DataType.INT8 : DataType.UINT8, bytes(of.length).put(of), shape);
  }

  /// The number of bits to shift by.
  String shift(long bits) {
    return constant("bits", DataType.UINT64, bytes(Long.BYTES).putLong(bits));
  }

  private static ByteBuffer bytes(int length) {
    return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
  }

  private String constant(String what, DataType type, ByteBuffer bytes, long... shape) {
    String name = next(what);
    var tensor =
        TensorProto.newBuilder()
            .setName(name)
            .setDataType(type.getNumber())
            .setRawData(ByteString.copyFrom(bytes.flip()));
    for (long size : shape) {
      tensor.addDims(size);
    }
    graph.addInitializer(tensor);
    return name;
  }

  /// Casts an integer type to another, modulo its size.
  String cast(String value, DataType type) {
    return node("Cast", Map.of("to", type.getNumber()), value);
  }

  ModelProto model(String producerVersion, String meaning, Map<String, String> metadata) {
    var model =
        ModelProto.newBuilder()
            .setIrVersion(IR_VERSION)
            .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(OPSET))
            .setProducerName("marquee")
            .setProducerVersion(producerVersion)
            .setDomain("dev.marquee")
            .setDocString(meaning)
            .setGraph(graph);
    metadata.forEach(
        (key, value) ->
            model.addMetadataProps(
                StringStringEntryProto.newBuilder().setKey(key).setValue(value)));
    return model.build();
  }
}
