package dev.marquee.benchmarks;

import dev.marquee.engine.Progress;
import dev.marquee.engine.events.Context;
import dev.marquee.engine.features.FeatureBlock.Per;
import dev.marquee.engine.features.FeatureRows;
import dev.marquee.engine.math.Vectors;
import dev.marquee.engine.models.wideanddeep.InputLayout;
import dev.marquee.engine.models.wideanddeep.WideAndDeep;
import dev.marquee.engine.models.wideanddeep.WideAndDeep.Shape;
import dev.marquee.engine.models.wideanddeep.WideAndDeepModel;
import dev.marquee.engine.state.Fold;
import dev.marquee.engine.state.FoldSettings;
import dev.marquee.engine.state.Snapshot;
import dev.marquee.engine.state.UserState;
import dev.marquee.engine.storage.RocksDirectory;
import dev.marquee.engine.training.examples.ExampleReplay;
import dev.marquee.engine.training.examples.Examples;
import dev.marquee.engine.training.wideanddeep.WideAndDeepSettings;
import dev.marquee.engine.training.wideanddeep.WideAndDeepTrainer;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/// How long do the rows and scores of a thousand candidates take per request, and how many examples
/// per second does the ranker train on?
///
/// Uses the examples and the state of a data directory. Correctness is guarded by
/// `WideAndDeepModelTest` and `WideAndDeepGradientsTest`.
///
/// Arguments, each `name=value`: `data`, a data directory's `store`; `what`, `serve` or `train`;
/// `network`, `defaults`, `student` or `benchmark`; `networks` (1); `rounds` (400); `threads` (2);
/// `batch` (512); `file` to write examples for `benchmarks/peers/ranker_torch.py`.
public final class RankerSpeed {

  private static final int CANDIDATES = 1_000;

  private final Options options;
  private final String network;

  private RankerSpeed(Options options) {
    this.options = options;
    this.network = options.text("network", "defaults");
  }

  public static void main(String[] arguments) throws IOException, InterruptedException {
    Options options = new Options(arguments);
    System.out.println("# " + Machine.describe() + "; " + Vectors.kernels());
    var speed = new RankerSpeed(options);
    try (var directory =
        RocksDirectory.openForReading(Path.of(options.text("data", "data/store")))) {
      ExampleReplay.ReplayResult replay =
          new ExampleReplay(directory.log(), FoldSettings.defaults(), Progress.NONE)
              .replay(ExampleReplay.Span.all());
      if (options.text("what", "serve").equals("serve")) {
        speed.serve(replay);
      } else {
        speed.train(replay.examples());
      }
    }
  }

  // Serving.

  private void serve(ExampleReplay.ReplayResult replay) {
    Fold fold = replay.fold();
    Snapshot snapshot = fold.snapshot();
    UserState[] viewers = RankerNetworks.viewers(fold);
    Shape shape = RankerNetworks.shape(network);
    WideAndDeepModel model = RankerNetworks.random(shape, options.integer("networks", 1));
    System.out.printf(
        "%d inputs, of which %d are the request's and %d the video's; layers %s, %d experts%n",
        shape.width(),
        shape.layout().requestWidth(shape.embedding()),
        shape.layout().videoWidth(shape.embedding()),
        Arrays.toString(shape.hidden()),
        shape.experts());
    int count = fold.videos().size();
    int rounds = options.integer("rounds", 400);
    var random = new SplittableRandom(1);
    float[] click = new float[CANDIDATES];
    float[] watch = new float[CANDIDATES];
    double[][] millis = new double[3][rounds];
    Instant at = replay.latest().orElseThrow();
    for (int round = -rounds; round < rounds; round++) {
      int[] videos = random.ints(CANDIDATES, 0, count).toArray();
      UserState viewer = viewers[Math.floorMod(round, viewers.length)];
      long start = System.nanoTime();
      FeatureRows rows =
          FeatureRows.build(snapshot, viewer, new Context("DE", "phone", "1"), at, videos);
      long built = System.nanoTime();
      model.predict(rows, click, watch);
      long end = System.nanoTime();
      if (round >= 0) {
        millis[0][round] = (built - start) / 1e6;
        millis[1][round] = (end - built) / 1e6;
        millis[2][round] = (end - start) / 1e6;
      }
    }
    print("rows", millis[0]);
    print("scores", millis[1]);
    print("together", millis[2]);
    long flops = flops(shape) * options.integer("networks", 1) * CANDIDATES;
    double median = millis[1][rounds / 2];
    System.out.printf(
        Locale.ROOT, "%.1f MFLOP of products: %.1f GFLOP/s%n", flops / 1e6, flops / median / 1e6);
  }

  /// Multiplications and additions per candidate, without the shares of the request and the video,
  /// and without those computed once per category and length.
  private static long flops(Shape shape) {
    long flops = 0;
    int read =
        FeatureRows.extent(Per.CHANNEL).width()
            + FeatureRows.extent(Per.VIDEO).width()
            + (shape.attention() ? 2 * shape.embedding() : 0);
    for (int i = 0; i < shape.hidden().length; i++) {
      int into = i == 0 ? read : shape.into(i);
      flops += 2L * into * shape.outOf(i);
    }
    return flops + (shape.attention() ? 4L * WideAndDeep.RECENT * shape.embedding() : 0);
  }

  private static void print(String what, double[] millis) {
    Arrays.sort(millis);
    System.out.printf(
        Locale.ROOT,
        "%-9s p50 %.3f ms  p99 %.3f ms%n",
        what,
        millis[millis.length / 2],
        millis[millis.length * 99 / 100]);
  }

  // Training.

  private void train(Examples examples) throws IOException, InterruptedException {
    int[] all = IntStream.range(0, examples.size()).toArray();
    WideAndDeepSettings settings = settings();
    String file = options.text("file", "");
    if (!file.isEmpty()) {
      write(examples, Path.of(file));
    }
    long[] times = new long[settings.schedule().ensembleSize() + 1];
    times[0] = System.nanoTime();
    int[] next = {1};
    new WideAndDeepTrainer(
            settings,
            (what, done, total) -> {
              if (what.equals("training the ranker")) {
                times[next[0]++] = System.nanoTime();
              }
            })
        .train(examples, all);
    // The first epoch warms up the JIT.
    double[] speeds = new double[settings.schedule().ensembleSize() - 1];
    for (int i = 0; i < speeds.length; i++) {
      speeds[i] = all.length / ((times[i + 2] - times[i + 1]) / 1e9);
    }
    Arrays.sort(speeds);
    System.out.printf(
        Locale.ROOT,
        "%,d examples, batch %d, %d threads, layers %s, %d experts: %,.0f examples a second"
            + " (median of %d epochs)%n",
        all.length,
        settings.schedule().batchSize(),
        settings.threads(),
        settings.architecture().hidden(),
        settings.architecture().experts(),
        speeds[speeds.length / 2],
        speeds.length);
  }

  private WideAndDeepSettings settings() {
    boolean isBenchmark = network.equals("benchmark");
    WideAndDeepSettings defaults = WideAndDeepSettings.defaults();
    WideAndDeepSettings.Architecture layers = defaults.architecture();
    WideAndDeepSettings.Optimisation rates = defaults.optimisation();
    return new WideAndDeepSettings(
        new WideAndDeepSettings.Architecture(
            RankerNetworks.BITS,
            isBenchmark ? 10 : layers.embeddingSize(),
            isBenchmark ? List.of(256, 128, 64) : layers.hidden(),
            isBenchmark ? 1 : layers.experts(),
            true),
        new WideAndDeepSettings.Optimisation(
            rates.optimiser(),
            rates.learningRate(),
            rates.wideLearningRate(),
            rates.embeddingLearningRate(),
            0,
            0),
        new WideAndDeepSettings.Schedule(options.integer("batch", 512), 1, 8),
        new WideAndDeepSettings.Sampling(1, 0, true),
        1,
        options.integer("threads", 2));
  }

  /// Writes examples for the Python program: sizes, then one column after another, little-endian.
  private static void write(Examples examples, Path file) throws IOException {
    int n = examples.size();
    int user = 0;
    int video = 0;
    for (int i = 0; i < n; i++) {
      user = Math.max(user, examples.userAttributes(i));
      int rest = examples.hashedEnd(i) - examples.hashedStart(i) - FeatureRows.FIELDS;
      video = Math.max(video, rest - examples.userAttributes(i));
    }
    try (var out =
        new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file), 1 << 20))) {
      InputLayout layout = InputLayout.ofRows();
      int[] sizes = {
        n, FeatureRows.DENSE, FeatureRows.FIELDS, user, video, layout.requestDense().length
      };
      for (int size : sizes) {
        out.writeInt(Integer.reverseBytes(size));
      }
      for (int i = 0; i < n; i++) {
        out.write(row(examples, i, user, video));
      }
    }
  }

  /// Dense features, buckets of fields and of both attributes and the history padded by -1, labels.
  private static byte[] row(Examples examples, int example, int user, int video) {
    var shape = new Shape(InputLayout.ofRows(), RankerNetworks.BITS, 1, new int[] {1}, 1, true);
    int history = WideAndDeep.RECENT * FeatureRows.HISTORY_WIDTH;
    int width = FeatureRows.DENSE + FeatureRows.FIELDS + user + video + history + 2;
    var row = ByteBuffer.allocate(width * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < FeatureRows.DENSE; i++) {
      row.putFloat(examples.dense(example)[examples.denseStart(example) + i]);
    }
    int[] hashed = examples.hashed(example);
    int at = examples.hashedStart(example);
    int attributes = at + FeatureRows.FIELDS;
    int videos = attributes + examples.userAttributes(example);
    put(hashed, at, attributes, FeatureRows.FIELDS, shape, row);
    put(hashed, attributes, videos, user, shape, row);
    put(hashed, videos, examples.hashedEnd(example), video, shape, row);
    int[] watched = examples.history(example);
    put(watched, 0, Math.min(history, watched.length), history, shape, row);
    row.putInt(examples.clicked(example) ? 1 : 0).putInt(examples.completed(example) ? 1 : 0);
    return row.array();
  }

  private static void put(int[] hashes, int from, int to, int room, Shape shape, ByteBuffer row) {
    for (int i = from; i < from + room; i++) {
      row.putInt(i < to ? shape.bucket(hashes[i]) : -1);
    }
  }
}
