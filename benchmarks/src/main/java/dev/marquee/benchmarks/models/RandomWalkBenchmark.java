package dev.marquee.benchmarks.models;

import dev.marquee.engine.math.CsrMatrix;
import dev.marquee.engine.math.SparseSums;
import dev.marquee.engine.models.Items;
import dev.marquee.engine.models.graph.RandomWalk;
import dev.marquee.engine.models.graph.RandomWalkSettings;
import dev.marquee.engine.models.graph.WalkGraph;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// How long do a request's 20,000 steps (item → user → item) take on a graph of ten million edges?
///
/// A million users and 200,000 items whose degrees follow power laws; every call walks from 50
/// watches of another user, without an early stop, so that all steps are taken. Correctness is
/// guarded by `RandomWalkTest`.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(
    value = 1,
    jvmArgsAppend = {"-Xmx3g", "--add-modules", "jdk.incubator.vector"})
public class RandomWalkBenchmark {

  private static final int USERS = 1_000_000;
  private static final int ITEMS = 200_000;
  private static final int EDGES = 10_000_000;
  private static final int STEPS = 20_000;
  private static final int HISTORY = 50;

  /// 0 as in link propagation, 0.5 with longer walks.
  @Param({"0", "0.5"})
  public double goOn;

  private final int[][] histories = new int[1_000][];
  private final SplittableRandom random = new SplittableRandom(1);
  private RandomWalk walk;
  private int next;

  @Setup
  public void draw() {
    var user = new int[EDGES + EDGES / 8];
    var item = new int[user.length];
    for (int i = 0; i < user.length; i++) {
      user[i] = (int) (USERS * Math.pow(random.nextDouble(), 1.8));
      item[i] = (int) (ITEMS * Math.pow(random.nextDouble(), 2.5));
    }
    CsrMatrix drawn = CsrMatrix.of(USERS, ITEMS, user, item);
    for (int i = 0; i < histories.length; ) {
      int[] watched = drawn.columnsOf(random.nextInt(USERS));
      if (watched.length >= HISTORY) {
        histories[i++] = Arrays.copyOf(watched, HISTORY);
      }
    }
    var items = new Items(IntStream.range(0, ITEMS).mapToObj(i -> "v" + i).toList());
    var graph = new WalkGraph(items, drawn, WalkGraph.Exponents.defaults());
    System.out.printf("%,d edges%n", graph.edges());
    walk = new RandomWalk(graph, new RandomWalkSettings(STEPS, goOn, true, 0, 1, 1));
  }

  @Benchmark
  public SparseSums walk() {
    next = (next + 1) % histories.length;
    return walk.from(histories[next], random);
  }
}
