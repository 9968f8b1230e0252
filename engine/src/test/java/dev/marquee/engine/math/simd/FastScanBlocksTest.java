package dev.marquee.engine.math.simd;

import static dev.marquee.engine.math.simd.FastScanBlocks.BLOCK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.lang.foreign.MemorySegment;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FastScanBlocksTest {

  private static final long SEED = 20_261_127;

  /// Enough for C2, before and after which the bits must agree.
  private static final int ROUNDS = 2000;

  private final FastScanKernels twin = new FastScanKernels.ScalarCodes();

  static FastScanKernels[] kernels() {
    return new FastScanKernels[] {
      new FastScanKernels.Codes128(), new FastScanKernels.Codes256(), new FastScanKernels.Codes512()
    };
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void scoresHaveTheBitsOfTheScalarTwinAtEveryWidth(FastScanKernels kernels) {
    var random = new SplittableRandom(SEED);
    var expected = new BlockScores();
    var scores = new BlockScores();
    for (int round = 0; round < ROUNDS; round++) {
      int dimension = 1 + random.nextInt(70);
      byte[] codes = new byte[3 + FastScanBlocks.bytes(dimension)];
      fill(segment(codes), 3, dimension, random);
      var query = new FastScanTable(floats(random, dimension));
      float base = (float) random.nextGaussian();
      float floor = 100 * (float) random.nextGaussian();
      long found = twin.score(segment(codes), 3, query, base, expected, floor);
      assertThat(kernels.score(segment(codes), 3, query, base, scores, floor))
          .as("lanes, seed %d, round %d", SEED, round)
          .isEqualTo(found);
      assertThat(scores.scores)
          .as("seed %d, round %d", SEED, round)
          .containsExactly(expected.scores);
    }
  }

  @Test
  void scoresAreWithinTheErrorOfTheTables() {
    var random = new SplittableRandom(SEED);
    for (int round = 0; round < 50; round++) {
      int dimension = 1 + random.nextInt(round == 0 ? 1024 : 70);
      float[] query = floats(random, dimension);
      var tables = new FastScanTable(query);
      byte[] codes = new byte[FastScanBlocks.bytes(dimension)];
      float[] expected = new float[BLOCK];
      float[] scales = floats(random, BLOCK);
      byte[] vector = new byte[dimension];
      for (int lane = 0; lane < BLOCK; lane++) {
        random.nextBytes(vector);
        FastScanBlocks.set(segment(codes), 0, lane, vector, scales[lane]);
        for (int k = 0; k < dimension; k++) {
          assertThat(Math.abs(FastScanBlocks.middle(vector[k]) - vector[k])).isLessThanOrEqualTo(8);
          expected[lane] += scales[lane] * query[k] * FastScanBlocks.middle(vector[k]);
        }
      }
      var scores = new BlockScores();
      FastScanBlocks.score(segment(codes), 0, tables, 3, scores, 0);
      for (int lane = 0; lane < BLOCK; lane++) {
        float max = Math.abs(scales[lane]) * tables.error() + 1e-3f * dimension;
        assertThat(scores.get(lane))
            .as("seed %d, round %d, lane %d", SEED, round, lane)
            .isCloseTo(3 + expected[lane], within(max));
      }
    }
  }

  @Test
  void aCopiedLaneScoresAsBefore() {
    var random = new SplittableRandom(SEED);
    byte[] from = new byte[FastScanBlocks.bytes(5)];
    fill(segment(from), 0, 5, random);
    byte[] to = new byte[FastScanBlocks.bytes(5)];
    FastScanBlocks.copy(segment(from), 0, 17, segment(to), 0, 40, 5);
    var tables = new FastScanTable(floats(random, 5));
    var before = new BlockScores();
    var after = new BlockScores();
    FastScanBlocks.score(segment(from), 0, tables, 0, before, 0);
    FastScanBlocks.score(segment(to), 0, tables, 0, after, 0);
    assertThat(after.get(40)).isEqualTo(before.get(17));
  }

  private static MemorySegment segment(byte[] bytes) {
    return MemorySegment.ofArray(bytes);
  }

  private static void fill(MemorySegment block, long at, int dimension, SplittableRandom random) {
    byte[] vector = new byte[dimension];
    for (int lane = 0; lane < BLOCK; lane++) {
      random.nextBytes(vector);
      FastScanBlocks.set(block, at, lane, vector, (float) random.nextGaussian());
    }
  }

  private static float[] floats(SplittableRandom random, int count) {
    float[] floats = new float[count];
    for (int i = 0; i < count; i++) {
      floats[i] = (float) random.nextGaussian();
    }
    return floats;
  }
}
