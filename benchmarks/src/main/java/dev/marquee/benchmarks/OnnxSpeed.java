package dev.marquee.benchmarks;

import dev.marquee.adapters.onnx.OnnxFormat;
import dev.marquee.engine.Progress;
import dev.marquee.engine.catalog.Columns;
import dev.marquee.engine.events.Context;
import dev.marquee.engine.features.FeatureRows;
import dev.marquee.engine.math.Vectors;
import dev.marquee.engine.models.Manifest;
import dev.marquee.engine.models.RankerFormat;
import dev.marquee.engine.models.RankerFormat.Precision;
import dev.marquee.engine.models.RankerModel;
import dev.marquee.engine.models.wideanddeep.WideAndDeepModel;
import dev.marquee.engine.state.Fold;
import dev.marquee.engine.state.FoldSettings;
import dev.marquee.engine.state.Snapshot;
import dev.marquee.engine.state.UserState;
import dev.marquee.engine.storage.RocksDirectory;
import dev.marquee.engine.training.examples.ExampleReplay;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;

/// How long does ONNX Runtime take to compute the ranker's scores, from the ranker's export?
///
/// Requests run one after another, on one thread each. Correctness is guarded by `OnnxModelTest`.
///
/// Arguments, each `name=value`: `data`, a data directory's `store`; `network`, `defaults`,
/// `student` or `benchmark`; `networks` (1); `rounds` (400).
public final class OnnxSpeed {

  private static final int CANDIDATES = 1_000;

  private OnnxSpeed() {}

  public static void main(String[] arguments) throws IOException {
    Options options = new Options(arguments);
    System.out.println("# " + Machine.describe() + "; " + Vectors.kernels());
    WideAndDeepModel ours =
        RankerNetworks.random(
            RankerNetworks.shape(options.text("network", "defaults")),
            options.integer("networks", 1));
    try (var directory =
        RocksDirectory.openForReading(Path.of(options.text("data", "data/store")))) {
      ExampleReplay.ReplayResult replay =
          new ExampleReplay(directory.log(), FoldSettings.defaults(), Progress.NONE)
              .replay(ExampleReplay.Span.all());
      measure(
          replay,
          List.of(ours, exported(ours, Precision.FP32), exported(ours, Precision.INT8)),
          options.integer("rounds", 400));
    }
  }

  /// A ranker as ONNX Runtime runs it.
  static RankerModel exported(WideAndDeepModel model, Precision precision) throws IOException {
    Path file = Files.createTempFile("ranker", ".onnx");
    file.toFile().deleteOnExit();
    Manifest manifest =
        new Manifest(
            "random",
            new Manifest.Run(Instant.EPOCH, Instant.EPOCH, Instant.EPOCH, 0, 0, 1, "benchmark"),
            FeatureRows.DENSE_NAMES,
            Columns.NONE,
            Map.of(),
            Map.of(),
            Map.of());
    RankerFormat onnx = new OnnxFormat();
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
      onnx.write(model, manifest, precision, out);
    }
    return onnx.read(file);
  }

  private static void measure(
      ExampleReplay.ReplayResult replay, List<RankerModel> models, int rounds) {
    Fold fold = replay.fold();
    Snapshot snapshot = fold.snapshot();
    UserState[] viewers = RankerNetworks.viewers(fold);
    var random = new SplittableRandom(1);
    double[][] millis = new double[models.size()][rounds];
    float[][] off = new float[models.size()][rounds];
    Instant at = replay.latest().orElseThrow();
    for (int round = -rounds; round < rounds; round++) {
      int[] videos = random.ints(CANDIDATES, 0, fold.videos().size()).toArray();
      UserState viewer = viewers[Math.floorMod(round, viewers.length)];
      FeatureRows rows =
          FeatureRows.build(snapshot, viewer, new Context("DE", "phone", "1"), at, videos);
      float[][] click = new float[models.size()][CANDIDATES];
      float[][] watch = new float[models.size()][CANDIDATES];
      for (int i = 0; i < models.size(); i++) {
        long start = System.nanoTime();
        models.get(i).predict(rows, click[i], watch[i]);
        if (round >= 0) {
          millis[i][round] = (System.nanoTime() - start) / 1e6;
          off[i][round] = Math.max(farthest(click[0], click[i]), farthest(watch[0], watch[i]));
        }
      }
    }
    String[] names = {"ours", "onnx fp32", "onnx int8"};
    for (int i = 0; i < models.size(); i++) {
      Arrays.sort(millis[i]);
      Arrays.sort(off[i]);
      System.out.printf(
          Locale.ROOT,
          "%-10s p50 %.3f ms  p99 %.3f ms  at most %.2g off%n",
          names[i],
          millis[i][rounds / 2],
          millis[i][rounds * 99 / 100],
          off[i][rounds - 1]);
    }
  }

  private static float farthest(float[] a, float[] b) {
    float farthest = 0;
    for (int i = 0; i < a.length; i++) {
      farthest = Math.max(farthest, Math.abs(a[i] - b[i]));
    }
    return farthest;
  }
}
