package dev.marquee.benchmarks.features;

import dev.marquee.engine.events.Context;
import dev.marquee.engine.features.FeatureRows;
import dev.marquee.engine.state.Fold;
import dev.marquee.engine.state.FoldSettings;
import dev.marquee.engine.state.Snapshot;
import dev.marquee.engine.state.UserState;
import dev.marquee.simulator.LoggingPolicy;
import dev.marquee.simulator.Simulation;
import dev.marquee.simulator.World;
import dev.marquee.simulator.WorldSettings;
import java.time.Instant;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// How long does a request wait for the feature rows of 1,000 candidates?
///
/// For the viewer with the longest history of a simulated week. Correctness is guarded by
/// `FeatureRowsTest`.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(
    value = 1,
    jvmArgsAppend = {"--add-modules", "jdk.incubator.vector"})
public class FeatureRowsBenchmark {

  private static final int CANDIDATES = 1_000;

  private final Context context = new Context("DE", "phone", "home");
  private Snapshot snapshot;
  private UserState viewer;
  private Instant at;
  private int[] videos;
  private int[] one;

  @Setup
  public void simulate() {
    World world =
        World.create(WorldSettings.defaults().withViewers(1_000).withVideos(4_000).withDays(7));
    Fold fold = new Fold(FoldSettings.defaults());
    long[] offset = new long[1];
    new Simulation(
            world,
            new LoggingPolicy(world, new SplittableRandom(1)),
            event -> fold.apply(++offset[0], event))
        .run();
    snapshot = fold.snapshot();
    viewer = UserState.unknown("nobody");
    fold.users()
        .forEach(user -> viewer = user.historySize() > viewer.historySize() ? user : viewer);
    at = world.settings().end();
    videos = IntStream.range(0, CANDIDATES).toArray();
    one = new int[] {17};
  }

  /// The rows of a request.
  @Benchmark
  public FeatureRows ofARequest() {
    return FeatureRows.build(snapshot, viewer, context, at, videos);
  }

  /// The row of an example, as a replay builds it.
  @Benchmark
  public FeatureRows ofAnExample() {
    return FeatureRows.build(snapshot, viewer, context, at, one);
  }
}
