package dev.marquee.benchmarks.models;

import dev.marquee.engine.models.als.AlsLoss;
import dev.marquee.engine.models.als.AlsModel;
import java.util.Arrays;
import java.util.List;
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

/// How long does it take to fold a viewer's last 50 watches into a vector, and to score 20,000
/// videos with it?
///
/// Correctness is guarded by `AlsModelTest`.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(
    value = 1,
    jvmArgsAppend = {"--add-modules", "jdk.incubator.vector"})
public class AlsFoldInBenchmark {

  private static final int VIDEOS = 20_000;
  private static final int HISTORY = 50;

  @Param({"64", "128"})
  public int dimension;

  private final int[] history = IntStream.range(0, HISTORY).map(i -> 397 * i).toArray();
  private final float[] weights = new float[HISTORY];
  private final float[] scores = new float[VIDEOS];
  private AlsModel model;
  private float[] viewer;

  @Setup
  public void draw() {
    SplittableRandom random = new SplittableRandom(1);
    float[] factors = new float[VIDEOS * dimension];
    for (int i = 0; i < factors.length; i++) {
      factors[i] = (float) (random.nextDouble() - 0.5) / 4;
    }
    List<String> ids = IntStream.range(0, VIDEOS).mapToObj(i -> "v" + i).toList();
    model = new AlsModel(new AlsLoss(0.01, 0.01, 1), dimension, ids, factors);
    Arrays.fill(weights, 1);
    viewer = model.foldIn(history, weights);
  }

  @Benchmark
  public float[] foldIn() {
    return model.foldIn(history, weights);
  }

  @Benchmark
  public float[] scoreAll() {
    model.scoreAll(viewer, scores);
    return scores;
  }
}
