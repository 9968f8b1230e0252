package dev.marquee.engine.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GramianTest {

  private static final long SEED = 5;

  @ParameterizedTest
  @ValueSource(ints = {1, 5, 8, 16, 20, 64})
  void isTheProductOfTheTransposeWithTheMatrix(int width) {
    float[] matrix = random(1000, width);
    float[] gramian = Gramian.of(matrix, 1000, width);
    for (int i = 0; i < width; i++) {
      for (int j = 0; j < width; j++) {
        double expected = 0;
        for (int row = 0; row < 1000; row++) {
          expected += (double) matrix[row * width + i] * matrix[row * width + j];
        }
        assertThat((double) gramian[i * width + j]).isEqualTo(expected, within(1e-3));
      }
    }
  }

  @Test
  void hasTheSameBitsForAnyNumberOfThreads() throws InterruptedException {
    float[] matrix = random(30_000, 16);
    float[] alone = Gramian.of(matrix, 30_000, 16);
    assertThat(Gramian.of(matrix, 30_000, 16, new Parallel(1))).isEqualTo(alone);
    assertThat(Gramian.of(matrix, 30_000, 16, new Parallel(3))).isEqualTo(alone);
  }

  @Test
  void ofNoRowsIsZero() {
    assertThat(Gramian.of(new float[0], 0, 2)).containsOnly(0f);
  }

  private static float[] random(int rows, int width) {
    var random = new SplittableRandom(SEED);
    var matrix = new float[rows * width];
    for (int i = 0; i < matrix.length; i++) {
      matrix[i] = (float) random.nextGaussian();
    }
    return matrix;
  }
}
