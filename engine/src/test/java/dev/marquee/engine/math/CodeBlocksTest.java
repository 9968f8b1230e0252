package dev.marquee.engine.math;

import static dev.marquee.engine.math.CodeBlocks.BLOCK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.lang.foreign.MemorySegment;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CodeBlocksTest {

  private static final long SEED = 20_261_127;

  /// Enough for C2, before and after which the bits must agree.
  private static final int ROUNDS = 2000;

  private final CodeKernels twin = new CodeKernels.ScalarCodes();

  static CodeKernels[] kernels() {
    return new CodeKernels[] {
      new CodeKernels.Codes128(), new CodeKernels.Codes256(), new CodeKernels.Codes512()
    };
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void scoresHaveTheBitsOfTheScalarTwinAtEveryWidth(CodeKernels kernels) {
    var random = new SplittableRandom(SEED);
    float[] expected = new float[BLOCK];
    float[] scores = new float[BLOCK];
    for (int round = 0; round < ROUNDS; round++) {
      int dimension = 1 + random.nextInt(70);
      byte[] codes = new byte[3 + BLOCK * dimension];
      random.nextBytes(codes);
      float[] scales = floats(random, 1 + BLOCK);
      float[] query = floats(random, dimension);
      float floor = (float) random.nextGaussian();
      long found =
          twin.score(segment(codes), 3, segment(scales), 4, query, dimension, expected, floor);
      assertThat(
              kernels.score(segment(codes), 3, segment(scales), 4, query, dimension, scores, floor))
          .as("lanes, seed %d, round %d", SEED, round)
          .isEqualTo(found);
      assertThat(scores).as("seed %d, round %d", SEED, round).containsExactly(expected);
    }
  }

  @Test
  void aBlockStandsCoordinateByCoordinate() {
    byte[] codes = new byte[2 * BLOCK];
    codes[5] = 3;
    codes[BLOCK + 5] = -4;
    float[] scales = new float[BLOCK];
    scales[5] = 0.5f;
    float[] scores = new float[BLOCK];
    long found =
        CodeBlocks.score(
            segment(codes), 0, segment(scales), 0, new float[] {2, 1}, 2, scores, 0.9f);
    assertThat(scores[5]).isCloseTo(1, within(1e-6f));
    assertThat(found).isEqualTo(1L << 5);
  }

  private static MemorySegment segment(byte[] bytes) {
    return MemorySegment.ofArray(bytes);
  }

  private static MemorySegment segment(float[] floats) {
    return MemorySegment.ofArray(floats);
  }

  private static float[] floats(SplittableRandom random, int many) {
    float[] floats = new float[many];
    for (int i = 0; i < many; i++) {
      floats[i] = (float) random.nextGaussian();
    }
    return floats;
  }
}
