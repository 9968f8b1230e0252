package dev.marquee.engine.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class VectorsTest {

  private static final long SEED = 20_260_412;
  private static final int LONGEST = 100;

  /// Enough for C2, before and after which the bits must agree.
  private static final int ROUNDS = 300;

  private final ScalarKernels twin = new ScalarKernels();

  static Kernels[] kernels() {
    return new Kernels[] {new Simd128(), new Simd256(), new Simd512(), Kernels.choose()};
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void sumsHaveTheBitsOfTheScalarTwinAtEveryWidthAndLength(Kernels kernels) {
    var random = new SplittableRandom(SEED);
    for (int round = 0; round < ROUNDS; round++) {
      float[] a = random(random);
      float[] b = random(random);
      for (int length = 0; length <= LONGEST; length++) {
        assertThat(Float.floatToRawIntBits(kernels.dot(a, 3, b, 7, length)))
            .as("dot of %d, seed %d, round %d", length, SEED, round)
            .isEqualTo(Float.floatToRawIntBits(twin.dot(a, 3, b, 7, length)));
        assertThat(Float.floatToRawIntBits(kernels.sum(a, 5, length)))
            .as("sum of %d, seed %d, round %d", length, SEED, round)
            .isEqualTo(Float.floatToRawIntBits(twin.sum(a, 5, length)));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void scaledSumsHaveTheBitsOfTheScalarTwinAndTouchNothingElse(Kernels kernels) {
    var random = new SplittableRandom(SEED);
    float[] scales = {0.3f, -1.7f, 2.1f, 1e-3f};
    int[] offsets = {0, 4, 2, 9};
    for (int length = 0; length <= LONGEST; length++) {
      float[] x = random(random);
      float[] fast = random(random);
      float[] slow = fast.clone();
      kernels.axpy(scales[0], x, 1, fast, 8, length);
      twin.axpy(scales[0], x, 1, slow, 8, length);
      kernels.axpy4(scales, x, offsets, fast, 8, length);
      twin.axpy4(scales, x, offsets, slow, 8, length);
      kernels.scale(1.1f, fast, 6, length);
      twin.scale(1.1f, slow, 6, length);
      assertThat(fast).as("length %d, seed %d", length, SEED).isEqualTo(slow);
    }
  }

  @Test
  void addsInTheOrderThatTheDocumentSays() {
    // 1e8 in partial sums 0 and 8 cancel before partial sum 4 joins; from left to right the 1
    // would be lost.
    var a = new float[16];
    a[0] = 1e8f;
    a[4] = 1;
    a[8] = -1e8f;
    assertThat(Vectors.sum(a, 0, 16)).isEqualTo(1);
  }

  @Test
  void refusesToMultiplyVectorsOfDifferentLengths() {
    assertThatThrownBy(() -> Vectors.dot(new float[3], new float[4]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("3 and 4");
  }

  @Test
  void refusesToReadBeyondAnArray() {
    assertThatThrownBy(() -> Vectors.dot(new float[20], 3, new float[20], 0, 18))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  /// Of both signs and of sizes that make rounding matter.
  private static float[] random(SplittableRandom random) {
    var values = new float[LONGEST + 10];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (random.nextGaussian() * Math.exp(4 * random.nextGaussian()));
    }
    return values;
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void exponentialsMaximaAndAdagradHaveTheBitsOfTheScalarTwin(Kernels kernels) {
    var random = new SplittableRandom(SEED);
    for (int length = 0; length <= LONGEST; length++) {
      float[] fast = random(random);
      float[] slow = fast.clone();
      assertThat(kernels.max(fast, 3, length)).isEqualTo(twin.max(slow, 3, length));
      kernels.exp(fast, 5, length, 0.7f);
      twin.exp(slow, 5, length, 0.7f);
      assertThat(fast).as("exp, length %d, seed %d", length, SEED).isEqualTo(slow);
      float[] gradient = random(random);
      float[] fastSquares = new float[fast.length];
      float[] slowSquares = new float[fast.length];
      kernels.adagrad(0.1f, 1e-10f, gradient, 2, fastSquares, fast, 4, length);
      twin.adagrad(0.1f, 1e-10f, gradient, 2, slowSquares, slow, 4, length);
      assertThat(fast).as("adagrad, length %d, seed %d", length, SEED).isEqualTo(slow);
      assertThat(fastSquares).isEqualTo(slowSquares);
    }
  }

  @Test
  void exponentialsAreWithinTwoTenMillionthsOfTheTrueOnes() {
    for (float x = -87; x < 80; x += 0.0137f) {
      float[] value = {x};
      Vectors.exp(value, 0, 1, 0);
      assertThat((double) value[0]).isCloseTo(Math.exp(x), withinPercentage(2e-5));
    }
    float[] far = {Float.NEGATIVE_INFINITY, -1000};
    Vectors.exp(far, 0, 2, 3);
    assertThat(far[0]).isBetween(0f, 2e-38f);
    assertThat(far[1]).isBetween(0f, 2e-38f);
  }
}
