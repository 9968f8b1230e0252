package dev.marquee.adapters.onnx;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.TensorInfo;
import dev.marquee.engine.features.FeatureRows;
import dev.marquee.engine.features.Rows;
import dev.marquee.engine.models.CorruptModelException;
import dev.marquee.engine.models.FileRanker;
import dev.marquee.engine.models.ModelMismatchException;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// A ranker loaded from an ONNX file, ours or imported, run by ONNX Runtime.
///
/// Its inputs are those of [OnnxInput], its outputs `p_click` and `p_watch`: calibrated
/// probabilities, one float32 per row. The file holds all weights and must not change while the
/// model is used.
///
/// Each call computes on the caller's thread; safe for use by many threads. Memory outside the heap
/// is freed once the model is unreachable.
final class OnnxModel implements FileRanker {

  static final String P_CLICK = "p_click";
  static final String P_WATCH = "p_watch";

  /// Metadata: names of the features in `dense` and `fields`, as JSON lists.
  static final String DENSE_FEATURES = "marquee.dense_features";

  static final String FIELD_FEATURES = "marquee.field_features";

  /// Rows computed at a time.
  private static final int BLOCK = 1024;

  private static final Cleaner CLEANER = Cleaner.create();

  private final Path file;
  private final OrtSession session;
  private final Set<OnnxInput> inputs;
  private final boolean isOfOneViewer;
  private final Map<String, String> metadata;

  private OnnxModel(
      Path file, OrtSession session, Set<OnnxInput> inputs, Map<String, String> metadata)
      throws OrtException {
    this.file = file;
    this.session = session;
    this.inputs = inputs;
    this.metadata = metadata;
    this.isOfOneViewer = isOfOneViewer(session);
    CLEANER.register(this, () -> close(session));
  }

  /// Reads a file and runs the smoke test, on rows with extreme values.
  ///
  /// @throws CorruptModelException where ONNX Runtime cannot read it
  /// @throws ModelMismatchException where its inputs or outputs do not fit this version of Marquee;
  ///   the message names each difference
  static OnnxModel read(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    OrtSession session = null;
    boolean isRead = false;
    try {
      session = open(bytes);
      requireForm(file, session);
      Map<String, String> metadata = session.getMetadata().getCustomMetadata();
      requireFeatures(file, metadata);
      var model = new OnnxModel(file, session, inputs(session), metadata);
      isRead = true;
      model.smokeTest();
      return model;
    } catch (OrtException e) {
      throw new CorruptModelException(
          "'%s' is not a model that ONNX Runtime can read: %s; it must be one file that contains its weights"
              .formatted(file, e.getMessage()));
    } finally {
      // Once read, the model frees its session.
      if (session != null && !isRead) {
        close(session);
      }
    }
  }

  private static OrtEnvironment environment() {
    return OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR);
  }

  private static OrtSession open(byte[] bytes) throws OrtException {
    OnnxTelemetry.disable();
    OrtEnvironment environment = environment();
    environment.setTelemetry(false);
    try (var options = new SessionOptions()) {
      options.setIntraOpNumThreads(1);
      options.setInterOpNumThreads(1);
      options.setOptimizationLevel(SessionOptions.OptLevel.ALL_OPT);
      return environment.createSession(bytes, options);
    }
  }

  private static void close(OrtSession session) {
    try {
      session.close();
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Set<OnnxInput> inputs(OrtSession session) {
    return Arrays.stream(OnnxInput.values())
        .filter(input -> session.getInputNames().contains(input.title()))
        .collect(Collectors.toCollection(() -> EnumSet.noneOf(OnnxInput.class)));
  }

  private static boolean isOfOneViewer(OrtSession session) throws OrtException {
    return Arrays.stream(OnnxInput.values())
        .filter(input -> input.names().getFirst().equals(OnnxInput.VIEWERS))
        .map(input -> inputInfo(session).get(input.title()))
        .allMatch(
            info ->
                info == null
                    || ((TensorInfo) info.getInfo())
                        .getDimensionNames()[0].equals(OnnxInput.VIEWERS));
  }

  private static Map<String, NodeInfo> inputInfo(OrtSession session) {
    try {
      return session.getInputInfo();
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void requireForm(Path file, OrtSession session) throws OrtException {
    List<String> wrong = new ArrayList<>();
    Map<String, OnnxInput> known =
        Arrays.stream(OnnxInput.values())
            .collect(Collectors.toMap(OnnxInput::title, input -> input));
    for (NodeInfo given : session.getInputInfo().values()) {
      OnnxInput input = known.get(given.getName());
      if (input == null) {
        wrong.add(
            "input '%s' is unknown, expected one of %s"
                .formatted(
                    given.getName(),
                    Arrays.stream(OnnxInput.values())
                        .map(OnnxInput::title)
                        .collect(Collectors.joining(", "))));
      } else if (!(given.getInfo() instanceof TensorInfo tensor
          && isOf(tensor, input.isHashed() ? OnnxJavaType.INT64 : OnnxJavaType.FLOAT)
          && input.fits(tensor.getShape()))) {
        wrong.add("input '%s' is %s, expected %s".formatted(input.title(), describe(given), input));
      }
    }
    for (String name : List.of(P_CLICK, P_WATCH)) {
      NodeInfo given = session.getOutputInfo().get(name);
      if (given == null) {
        wrong.add(
            "output '%s' is missing, the outputs are %s"
                .formatted(name, String.join(", ", session.getOutputNames())));
      } else if (!(given.getInfo() instanceof TensorInfo tensor
          && isOf(tensor, OnnxJavaType.FLOAT)
          && isOneByRow(tensor.getShape()))) {
        wrong.add("output '%s' is %s, expected FLOAT [n]".formatted(name, describe(given)));
      }
    }
    if (!wrong.isEmpty()) {
      throw mismatch(file, String.join("; ", wrong));
    }
  }

  private static boolean isOf(TensorInfo tensor, OnnxJavaType type) {
    return tensor.type == type;
  }

  private static boolean isOneByRow(long... shape) {
    return shape.length >= 1
        && shape[0] == OnnxInput.ANY
        && Arrays.stream(shape).skip(1).allMatch(size -> size == 1);
  }

  private static String describe(NodeInfo given) {
    return given.getInfo() instanceof TensorInfo tensor
        ? OnnxInput.describe(tensor.type.name(), tensor.getShape())
        : "not a tensor";
  }

  private static ModelMismatchException mismatch(Path file, String difference) {
    return new ModelMismatchException(
        "'%s' is not a ranker for this version of Marquee: %s. See docs/models.md for a ranker's inputs and outputs"
            .formatted(file, difference));
  }

  /// The same number of features is not enough: where the file names its features, they must match.
  private static void requireFeatures(Path file, Map<String, String> metadata) {
    requireFeatures(file, OnnxInput.DENSE, metadata.get(DENSE_FEATURES));
    requireFeatures(file, OnnxInput.FIELDS, metadata.get(FIELD_FEATURES));
  }

  private static void requireFeatures(Path file, OnnxInput input, String written) {
    if (written == null) {
      return;
    }
    List<String> given;
    try {
      given = JsonMapper.shared().readValue(written, new TypeReference<List<String>>() {});
    } catch (JacksonException e) {
      throw new ModelMismatchException(
          "'%s': the metadata give the features of '%s' as '%s', expected a JSON list of strings"
              .formatted(file, input.title(), written),
          e);
    }
    List<String> expected = input.features();
    if (!given.equals(expected)) {
      List<String> gone = new ArrayList<>(given);
      gone.removeAll(expected);
      List<String> added = new ArrayList<>(expected);
      added.removeAll(given);
      throw mismatch(
          file,
          "'%s' has other features, or another order of them (gone: %s, new: %s)"
              .formatted(input.title(), gone, added));
    }
  }

  /// Checks that extreme rows get probabilities too.
  private void smokeTest() {
    var rows = new SmokeTestRows();
    int[] all = IntStream.range(0, rows.size()).toArray();
    float[] pClick = new float[all.length];
    float[] pWatch = new float[all.length];
    try {
      run(rows, all, 0, all.length, all.length, pClick, pWatch);
      for (int row : all) {
        float[] alone = new float[all.length];
        run(rows, all, row, row + 1, 1, alone, new float[all.length]);
      }
      if (isOfOneViewer) {
        run(rows, all, 0, all.length, 1, new float[all.length], new float[all.length]);
      }
    } catch (OrtException e) {
      throw mismatch(file, "it fails on rows of the smoke test: " + e.getMessage());
    }
    for (int row : all) {
      requireProbability(P_CLICK, pClick[row]);
      requireProbability(P_WATCH, pWatch[row]);
    }
  }

  private void requireProbability(String output, float value) {
    if (!(value >= 0 && value <= 1)) {
      throw mismatch(
          file,
          "output '%s' gave %s, expected a probability for every row, also where features are NaN"
              .formatted(output, value));
    }
  }

  @Override
  public String format() {
    return OnnxFormat.NAME;
  }

  @Override
  public Optional<String> metadata(String key) {
    return Optional.ofNullable(metadata.get(key));
  }

  @Override
  public void predict(FeatureRows rows, float[] pClick, float[] pWatch) {
    predict(rows, IntStream.range(0, rows.size()).toArray(), isOfOneViewer, pClick, pWatch);
  }

  @Override
  public void predict(Rows rows, int[] which, float[] pClick, float[] pWatch) {
    predict(rows, which, false, pClick, pWatch);
  }

  private void predict(Rows rows, int[] which, boolean once, float[] pClick, float[] pWatch) {
    try {
      for (int from = 0; from < which.length; from += BLOCK) {
        int to = Math.min(which.length, from + BLOCK);
        run(rows, which, from, to, once ? 1 : to - from, pClick, pWatch);
      }
    } catch (OrtException e) {
      throw new IllegalStateException("'" + file + "': " + e.getMessage(), e);
    } finally {
      // The session is freed with the model, but not during a call.
      Reference.reachabilityFence(this);
    }
    for (int i = 0; i < which.length; i++) {
      pClick[i] = probability(pClick[i]);
      pWatch[i] = probability(pWatch[i]);
    }
  }

  private static float probability(float value) {
    return Float.isNaN(value) ? 0 : Math.clamp(value, 0, 1);
  }

  private void run(
      Rows rows, int[] which, int from, int to, int viewers, float[] pClick, float[] pWatch)
      throws OrtException {
    try (var batch = new OnnxBatch(environment(), inputs, rows, which, from, to, viewers);
        OrtSession.Result result = session.run(batch.tensors(), Set.of(P_CLICK, P_WATCH))) {
      take(result, P_CLICK, pClick, from, to - from);
      take(result, P_WATCH, pWatch, from, to - from);
    }
  }

  private static void take(OrtSession.Result result, String name, float[] into, int at, int count)
      throws OrtException {
    FloatBuffer values = ((OnnxTensor) result.get(name).orElseThrow()).getFloatBuffer();
    if (values.remaining() != count) {
      throw new OrtException(
          "output '%s' has %d values for %d rows".formatted(name, values.remaining(), count));
    }
    values.get(into, at, count);
  }

  @Override
  public void write(OutputStream out) throws IOException {
    Files.copy(file, out);
  }
}
