package dev.marquee.engine.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.marquee.engine.math.simd.Kernels;
import dev.marquee.engine.math.simd.ScalarKernels;
import dev.marquee.engine.math.simd.Simd128;
import dev.marquee.engine.math.simd.Simd256;
import dev.marquee.engine.math.simd.Simd512;
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

  @ParameterizedTest
  @MethodSource("kernels")
  void manyProductsAtATimeHaveTheBitsOfTheScalarTwin(Kernels kernels) {
    var random = new SplittableRandom(SEED);
    for (int round = 0; round < ROUNDS; round++) {
      float[] x = random(random, 100 * 50);
      float[] y = random(random);
      int length = round % 51;
      // Beyond the 64 that are under way at a time.
      int rows = random.nextInt(97);
      float[] fast = random(random);
      float[] slow = fast.clone();
      kernels.dots(x, 3, 50, rows, y, 5, length, fast, 1);
      twin.dots(x, 3, 50, rows, y, 5, length, slow, 1);
      assertThat(fast).as("%d × %d, seed %d", rows, length, SEED).isEqualTo(slow);
      kernels.combine(y, 2, x, 3, 50, rows, fast, 4, length);
      twin.combine(y, 2, x, 3, 50, rows, slow, 4, length);
      assertThat(fast).as("%d × %d, seed %d", rows, length, SEED).isEqualTo(slow);
    }
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void tilesHaveTheBitsOfTheScalarTwinAndTouchNothingElse(Kernels kernels) {
    var random = new SplittableRandom(SEED);
    for (int round = 0; round < ROUNDS; round++) {
      float[] a = random(random, 60 * 20);
      float[] b = random(random, 60 * 50);
      float[] fast = random(random, 10 * 60);
      float[] slow = fast.clone();
      int width = round % 51;
      int rows = random.nextInt(60);
      boolean minus = round % 2 == 1;
      kernels.products(a, 2, 20, b, 0, 50, rows, minus, fast, 3, 60, width);
      twin.products(a, 2, 20, b, 0, 50, rows, minus, slow, 3, 60, width);
      assertThat(fast).as("%d × %d, seed %d", rows, width, SEED).isEqualTo(slow);
      float[] u = random(random, 64);
      kernels.eliminate(u, fast, 3, 60, width);
      twin.eliminate(u, slow, 3, 60, width);
      assertThat(fast).as("width %d, seed %d", width, SEED).isEqualTo(slow);
    }
  }

  @Test
  void manyProductsAtATimeAreThoseOfSingleVectors() {
    var random = new SplittableRandom(SEED);
    float[] x = gaussians(random, 70 * 40);
    float[] y = gaussians(random, 40);
    var products = new float[70];
    Vectors.dots(x, 0, 40, 70, y, 0, 40, products, 0);
    float[] sum = y.clone();
    Vectors.combine(products, 0, x, 0, 40, 70, sum, 0, 40);
    float[] expected = y.clone();
    for (int row = 0; row < 70; row++) {
      assertThat(products[row]).isCloseTo(Vectors.dot(x, row * 40, y, 0, 40), within(1e-4f));
      Vectors.axpy(products[row], x, row * 40, expected, 0, 40);
    }
    assertThat(sum).containsExactly(expected, within(1e-3f));
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

  private static float[] gaussians(SplittableRandom random, int length) {
    var values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  private static float[] random(SplittableRandom random) {
    return random(random, LONGEST + 10);
  }

  /// Of both signs and of sizes that make rounding matter.
  private static float[] random(SplittableRandom random, int length) {
    var values = new float[length];
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
      float[] rates = random(random);
      float[] decays = {0.1f, 0.001f, 10, 1000, 1e-8f};
      float[] fastMeans = new float[fast.length];
      float[] slowMeans = new float[fast.length];
      kernels.adam(rates, decays, gradient, 2, fastMeans, fastSquares, fast, 4, length);
      twin.adam(rates, decays, gradient, 2, slowMeans, slowSquares, slow, 4, length);
      assertThat(fast).as("adam, length %d, seed %d", length, SEED).isEqualTo(slow);
      assertThat(fastMeans).isEqualTo(slowMeans);
      assertThat(fastSquares).isEqualTo(slowSquares);
      kernels.atLeastZero(fast, 4, length);
      twin.atLeastZero(slow, 4, length);
      assertThat(fast).as("atLeastZero, length %d, seed %d", length, SEED).isEqualTo(slow);
    }
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void logarithmsAndStandardisingHaveTheBitsOfTheScalarTwin(Kernels kernels) {
    var random = new SplittableRandom(SEED);
    for (int length = 0; length <= LONGEST; length++) {
      float[] fast = random(random);
      fast[random.nextInt(fast.length)] = Float.NaN;
      fast[random.nextInt(fast.length)] = Float.POSITIVE_INFINITY;
      float[] slow = fast.clone();
      float[] mean = random(random);
      float[] scale = random(random);
      kernels.standardise(mean, scale, 5, fast, 3, length);
      twin.standardise(mean, scale, 5, slow, 3, length);
      assertThat(fast).as("standardise, length %d, seed %d", length, SEED).isEqualTo(slow);
      for (int i = 0; i < fast.length; i++) {
        int positive = random.nextInt(0x0080_0000, 0x7f80_0000);
        fast[i] = i % 3 == 0 ? 1 + i : Float.intBitsToFloat(positive);
      }
      slow = fast.clone();
      kernels.ln(fast, 5, length);
      twin.ln(slow, 5, length);
      assertThat(fast).as("ln, length %d, seed %d", length, SEED).isEqualTo(slow);
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
