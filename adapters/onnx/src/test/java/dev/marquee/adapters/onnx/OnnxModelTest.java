package dev.marquee.adapters.onnx;

import static dev.marquee.testkit.Predictions.assertClose;
import static dev.marquee.testkit.Predictions.odd;
import static dev.marquee.testkit.Predictions.oneByOne;
import static dev.marquee.testkit.Predictions.predict;
import static dev.marquee.testkit.Script.NOON;
import static dev.marquee.testkit.Script.PHONE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnx.proto.OnnxMl.TensorShapeProto.Dimension;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import dev.marquee.engine.features.FeatureRows;
import dev.marquee.engine.models.CorruptModelException;
import dev.marquee.engine.models.FileRanker;
import dev.marquee.engine.models.ModelMismatchException;
import dev.marquee.engine.models.RankerFormat.Precision;
import dev.marquee.engine.models.wideanddeep.InputLayout;
import dev.marquee.engine.models.wideanddeep.WideAndDeep.Shape;
import dev.marquee.engine.models.wideanddeep.WideAndDeepModel;
import dev.marquee.engine.state.Fold;
import dev.marquee.engine.state.UserState;
import dev.marquee.testkit.Rankers;
import dev.marquee.testkit.Seed;
import dev.marquee.testkit.TinyPlatform;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/// What ONNX Runtime makes of our networks, and what is refused.
class OnnxModelTest {

  private static final Fold FOLD = new TinyPlatform().live(1_500, new SplittableRandom(1)).fold();
  private static final InputLayout LAYOUT = InputLayout.ofRows();

  @TempDir private Path folder;
  private final FeatureRows rows = rows(FOLD.users().read("ann"));

  private static FeatureRows rows(UserState user) {
    // More than a block of them.
    int[] videos = IntStream.range(0, 1_100).map(i -> i % FOLD.videos().size()).toArray();
    return FeatureRows.build(FOLD.now(), user, PHONE, NOON, videos);
  }

  private static ModelProto proto(WideAndDeepModel model) throws IOException {
    return proto(model, Precision.FP32);
  }

  private static ModelProto proto(WideAndDeepModel model, Precision precision) throws IOException {
    var out = new ByteArrayOutputStream();
    WideAndDeepOnnx.write(model, Rankers.manifest("m1"), precision, out);
    return ModelProto.parseFrom(out.toByteArray());
  }

  private OnnxModel read(ModelProto model) throws IOException {
    return OnnxModel.read(Files.write(folder.resolve("ranker.onnx"), model.toByteArray()));
  }

  private OnnxModel read(WideAndDeepModel model) throws IOException {
    return read(proto(model));
  }

  private static void assertSame(OnnxModel onnx, WideAndDeepModel ours, FeatureRows rows) {
    assertClose(predict(onnx, rows), predict(ours, rows));
    assertClose(oneByOne(onnx, rows), oneByOne(ours, rows));
  }

  @Test
  void networksOfAnyShapeGiveWhatOursDo(@Seed long seed) throws IOException {
    for (Shape shape :
        new Shape[] {
          new Shape(LAYOUT, 8, 6, new int[] {24}, 3, true),
          new Shape(LAYOUT, 6, 3, new int[] {17, 9, 5}, 4, true),
          new Shape(LAYOUT, 8, 14, new int[] {32, 16}, 1, true),
          new Shape(LAYOUT, 4, 16, new int[] {20}, 2, false),
          new Shape(LAYOUT.without("device"), 8, 6, new int[] {24}, 3, true),
          new Shape(LAYOUT, 1, 1, new int[] {1}, 1, false)
        }) {
      WideAndDeepModel ours = Rankers.random(seed, 3, shape);
      assertSame(read(ours), ours, rows);
    }
    assertThat(FOLD.users().read("ann").historySize()).isGreaterThan(3);
    assertThat(rows.userAttributes(0)).isPositive();
  }

  @Test
  void inEightBitsItIsSmallerAndSaysNearlyTheSame(@Seed long seed) throws IOException {
    for (Shape shape :
        new Shape[] {
          new Shape(LAYOUT, 14, 16, new int[] {24}, 3, true),
          new Shape(LAYOUT, 14, 32, new int[] {32, 16, 8}, 1, true),
          new Shape(LAYOUT, 14, 16, new int[] {20}, 2, false)
        }) {
      WideAndDeepModel ours = Rankers.random(seed, 2, shape);
      ModelProto whole = proto(ours);
      ModelProto small = proto(ours, Precision.INT8);
      // Wide weights stay floats.
      assertThat(small.getSerializedSize()).isLessThan((int) (0.4 * whole.getSerializedSize()));
      OnnxModel int8 = read(small);
      for (float[][] both :
          new float[][][] {
            {predict(int8, rows)[0], predict(ours, rows)[0]},
            {predict(int8, rows)[1], predict(ours, rows)[1]}
          }) {
        double off = 0;
        for (int i = 0; i < both[0].length; i++) {
          off += Math.abs(both[0][i] - both[1][i]) / both[0].length;
        }
        assertThat(off).as("seed %d, %s", seed, shape).isLessThan(0.02);
      }
    }
  }

  @Test
  void zerosInEightBitsAreZeros() throws IOException {
    WideAndDeepModel zeros = Rankers.same(0.5f);
    assertClose(predict(read(proto(zeros, Precision.INT8)), rows), predict(zeros, rows));
  }

  @Test
  void rowsOfManyViewersGiveWhatOursDo() throws IOException {
    WideAndDeepModel ours = Rankers.random(3);
    assertClose(oneByOne(read(ours), new SmokeTestRows()), oneByOne(ours, new SmokeTestRows()));
  }

  @Test
  void someRowsArePredictedInTheOrderAskedFor() throws IOException {
    OnnxModel onnx = read(Rankers.random(4));
    float[][] all = predict(onnx, rows);
    float[] pClick = new float[3];
    onnx.predict(rows, new int[] {7, 0, 1_050}, pClick, new float[3]);
    for (int i = 0; i < 3; i++) {
      int row = new int[] {7, 0, 1_050}[i];
      assertThat(pClick[i]).isCloseTo(all[0][row], within(1e-6f));
    }
  }

  @Test
  void whatIsMissingUnknownOrNoNumberIsWhatItIsToOurs() throws IOException {
    WideAndDeepModel ours = Rankers.random(5);
    OnnxModel onnx = read(ours);
    FeatureRows unknown = rows(UserState.unknown("nobody"));
    assertThat(unknown.history()).isEmpty();
    assertSame(onnx, ours, unknown);
    for (float value : new float[] {Float.NaN, Float.POSITIVE_INFINITY, -3e38f}) {
      assertSame(onnx, ours, odd(rows(FOLD.users().read("ann")), value));
    }
    // The hash -1, which pads lists, is a valid hash too.
    for (int hash : new int[] {-1, 0, Integer.MIN_VALUE, Integer.MAX_VALUE}) {
      for (int row = 0; row < rows.size(); row++) {
        Arrays.fill(rows.hashed(row), hash);
      }
      Arrays.fill(rows.history(), hash);
      assertClose(oneByOne(onnx, rows), oneByOne(ours, rows));
    }
  }

  @Test
  void noRowsGiveNoPredictions() throws IOException {
    OnnxModel onnx = read(Rankers.random(1));
    FeatureRows none =
        FeatureRows.build(FOLD.now(), UserState.unknown("x"), PHONE, NOON, new int[0]);
    onnx.predict(none, new float[0], new float[0]);
    onnx.predict(none, new int[0], new float[0], new float[0]);
  }

  @Test
  void theFileTellsWhereItComesFrom() throws IOException {
    OnnxModel onnx = read(Rankers.random(1));
    assertThat(onnx.metadata("marquee.version")).hasValue("m1");
    assertThat(onnx.metadata("marquee.code")).hasValue("test");
    assertThat(onnx.metadata(FileRanker.DATA_UNTIL)).hasValue(NOON.toString());
    assertThat(onnx.metadata(FileRanker.EXAMPLES)).hasValue("100");
    assertThat(onnx.metadata("marquee.dense_features").orElseThrow())
        .startsWith("[\"" + FeatureRows.DENSE_NAMES.getFirst() + "\",\"");
    assertThat(onnx.metadata("mood")).isEmpty();
  }

  @Test
  void manyThreadsShareAModel() throws IOException {
    OnnxModel onnx = read(Rankers.random(6));
    float[][] alone = predict(onnx, rows);
    IntStream.range(0, 40)
        .parallel()
        .forEach(_ -> assertThat(predict(onnx, rows)).isDeepEqualTo(alone));
  }

  /// A model of dense features that gives the same for any row.
  private static ModelProto.Builder constant(float pClick) {
    return of(
        graph -> {
          String zeros =
              graph.node("Where", graph.node("IsNaN", "dense"), graph.scalar(0f), graph.scalar(0f));
          return graph.node("Add", zeros, graph.scalar(pClick / FeatureRows.DENSE));
        });
  }

  /// A model of dense features whose predictions are the sums of what it makes of each.
  private static ModelProto.Builder of(Function<OnnxGraph, String> made) {
    var graph = new OnnxGraph("odd");
    graph.input(OnnxInput.DENSE);
    graph.output(OnnxModel.P_CLICK, "");
    graph.output(OnnxModel.P_WATCH, "");
    String each = made.apply(graph);
    for (String output : List.of(OnnxModel.P_CLICK, OnnxModel.P_WATCH)) {
      graph.last(output, "ReduceSum", Map.of("keepdims", 0), each, graph.longs(1));
    }
    return graph.model("test", "", Map.of()).toBuilder();
  }

  private static ValueInfoProto value(String name, DataType type, long... sizes) {
    var tensor = TypeProto.Tensor.newBuilder().setElemType(type.getNumber());
    for (long size : sizes) {
      tensor
          .getShapeBuilder()
          .addDim(
              size < 0
                  ? Dimension.newBuilder().setDimParam("n")
                  : Dimension.newBuilder().setDimValue(size));
    }
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(TypeProto.newBuilder().setTensorType(tensor))
        .build();
  }

  private void assertRefused(ModelProto.Builder model, String... told) {
    assertThatThrownBy(() -> read(model.build()))
        .isInstanceOf(ModelMismatchException.class)
        .hasMessageContaining("ranker.onnx")
        .hasMessageContaining("docs/models.md")
        .satisfies(refused -> assertThat(refused.getMessage()).contains(told));
  }

  @Test
  void aModelMayLeaveOutWhatItDoesNotRead() throws IOException {
    OnnxModel onnx = read(constant(0.25f).build());
    float[][] predicted = predict(onnx, rows);
    assertThat(predicted[0][1_099]).isCloseTo(0.25f, within(1e-5f));
    assertThat(oneByOne(onnx, rows)).isDeepEqualTo(predicted);
  }

  @Test
  void otherInputsAreRefusedByWhatDiffers() {
    int fewer = FeatureRows.DENSE - 1;
    ModelProto.Builder narrow = constant(0.5f);
    narrow.getGraphBuilder().setInput(0, value("dense", DataType.FLOAT, -1, fewer));
    assertRefused(
        narrow,
        "input 'dense' is FLOAT [n, %d], expected FLOAT [n, %d]"
            .formatted(fewer, FeatureRows.DENSE));

    ModelProto.Builder odd = constant(0.5f);
    odd.getGraphBuilder()
        .addInput(value("mood", DataType.FLOAT, -1))
        .addInput(value("fields", DataType.INT32, -1, FeatureRows.FIELDS))
        .addInput(value("history", DataType.INT64, -1, 2))
        .addInput(value("user_attributes", DataType.INT64, -1, 7))
        .addInput(value("video_attributes", DataType.INT64, 1, -1));
    assertRefused(
        odd,
        "input 'mood' is unknown, expected one of dense, fields, user_attributes, ",
        "input 'fields' is INT32 [n, %d], expected INT64".formatted(FeatureRows.FIELDS),
        "input 'history' is INT64 [n, 2], expected INT64 [n, 50, 2]",
        "input 'user_attributes' is INT64 [n, 7], expected INT64 [n, n]",
        "input 'video_attributes' is INT64 [1, n], expected INT64 [n, n]");
  }

  @Test
  void otherOutputsAreRefusedByWhatDiffers() {
    ModelProto.Builder oneHead = constant(0.5f);
    oneHead.getGraphBuilder().removeOutput(1);
    assertRefused(oneHead, "output 'p_watch' is missing, the outputs are p_click");

    ModelProto.Builder wide = constant(0.5f);
    String first = wide.getGraph().getNode(2).getOutput(0);
    wide.getGraphBuilder()
        .getNodeBuilder(3)
        .setOpType("Identity")
        .clearAttribute()
        .clearInput()
        .addInput(first);
    wide.getGraphBuilder().setOutput(0, value("p_click", DataType.FLOAT, -1, FeatureRows.DENSE));
    assertRefused(
        wide, "output 'p_click' is FLOAT [n, %d], expected FLOAT [n]".formatted(FeatureRows.DENSE));
  }

  @Test
  void whatIsNoProbabilityIsRefused() {
    assertRefused(constant(1.5f), "output 'p_click' gave 1.5", "expected a probability");
    assertRefused(
        of(graph -> graph.node("Mul", "dense", graph.scalar(0f))),
        "output 'p_click' gave NaN, expected a probability for every row");
  }

  @Test
  void otherFeaturesOfTheSameNumberAreRefusedByName() {
    List<String> renamed = new ArrayList<>(FeatureRows.DENSE_NAMES);
    renamed.set(3, "mood");
    ModelProto.Builder other = constant(0.5f);
    other
        .addMetadataPropsBuilder()
        .setKey("marquee.dense_features")
        .setValue(JsonMapper.shared().writeValueAsString(renamed));
    assertRefused(
        other, "'dense' has other features", "gone: [mood]", FeatureRows.DENSE_NAMES.get(3));
  }

  @Test
  void whatIsNoModelIsRefused() throws IOException {
    byte[] whole = proto(Rankers.random(1)).toByteArray();
    for (byte[] bytes :
        new byte[][] {{}, "no model".getBytes(UTF_8), Arrays.copyOf(whole, whole.length / 2)}) {
      Path file = Files.write(folder.resolve("odd.onnx"), bytes);
      assertThatThrownBy(() -> OnnxModel.read(file))
          .isInstanceOf(CorruptModelException.class)
          .hasMessageContaining("odd.onnx")
          .hasMessageContaining("not a model that ONNX Runtime can read");
    }
  }

  @Test
  void weightsInAnotherFileAreRefused() {
    ModelProto.Builder model = constant(0.5f);
    model
        .getGraphBuilder()
        .getInitializerBuilder(0)
        .clearRawData()
        .setDataLocation(TensorProto.DataLocation.EXTERNAL)
        .addExternalData(
            StringStringEntryProto.newBuilder().setKey("location").setValue("weights.bin"));
    assertThatThrownBy(() -> read(model.build()))
        .isInstanceOf(CorruptModelException.class)
        .hasMessageContaining("one file that contains its weights");
  }
}
