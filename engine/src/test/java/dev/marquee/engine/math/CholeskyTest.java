package dev.marquee.engine.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class CholeskyTest {

  private static final long SEED = 11;

  @Test
  void findsTheSolutionThatTheRightSideWasMadeFrom() {
    var random = new SplittableRandom(SEED);
    for (int n : new int[] {1, 2, 15, 16, 17, 64, 100}) {
      double[] a = positiveDefinite(n, random);
      double[] x = random.doubles(n, -1, 1).toArray();
      var b = new double[n];
      for (int i = 0; i < n * n; i++) {
        b[i / n] += a[i] * x[i % n];
      }
      float[] narrowA = narrow(a);
      float[] narrowB = narrow(b);
      Cholesky.solve(a, n, b);
      Cholesky.solve(narrowA, n, narrowB);
      for (int i = 0; i < n; i++) {
        assertThat(b[i]).as("n %d, seed %d", n, SEED).isEqualTo(x[i], within(1e-10));
        assertThat(narrowB[i]).as("n %d, seed %d", n, SEED).isEqualTo((float) x[i], within(1e-3f));
      }
    }
  }

  @Test
  void readsOnlyTheUpperTriangle() {
    float[] a = {4, 2, Float.NaN, 5};
    float[] b = {8, 9};
    Cholesky.solve(a, 2, b);
    assertThat(b).containsExactly(1.375f, 1.25f);
  }

  @Test
  void readsOnlyTheUpperTriangleOfManyTiles() {
    int n = 40;
    float[] a = narrow(positiveDefinite(n, new SplittableRandom(SEED)));
    var b = new float[n];
    Arrays.fill(b, 1);
    float[] torn = a.clone();
    for (int i = 0; i < n * n; i++) {
      torn[i] = i % n < i / n ? Float.NaN : a[i];
    }
    float[] expected = b.clone();
    Cholesky.solve(a, n, expected);
    Cholesky.solve(torn, n, b);
    assertThat(b).isEqualTo(expected);
  }

  @Test
  void saysWhichPivotFailed() {
    assertThatThrownBy(() -> Cholesky.solve(new float[] {1, 2, 2, 1}, 2, new float[2]))
        .isInstanceOf(ArithmeticException.class)
        .hasMessageContaining("pivot 1 is -3.0");
    assertThatThrownBy(() -> Cholesky.solve(new double[] {Double.NaN}, 1, new double[1]))
        .isInstanceOf(ArithmeticException.class);
  }

  private static double[] positiveDefinite(int n, SplittableRandom random) {
    double[] root = random.doubles((long) n * n, -1, 1).toArray();
    var a = new double[n * n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        for (int k = 0; k < n; k++) {
          a[i * n + j] += root[k * n + i] * root[k * n + j];
        }
      }
      a[i * n + i] += 1;
    }
    return a;
  }

  private static float[] narrow(double[] values) {
    var narrow = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      narrow[i] = (float) values[i];
    }
    return narrow;
  }
}
