package dev.marquee.engine.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EigenbasisTest {

  private static final long SEED = 17;

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 16, 33, 64})
  void turnedBackIsTheMatrix(int n) {
    float[] matrix = gramian(n);
    var basis = Eigenbasis.of(matrix, n);
    float[] values = basis.values();
    float[] directions = basis.directions();
    for (int row = 0; row < n; row++) {
      for (int column = 0; column < n; column++) {
        double product = 0;
        for (int i = 0; i < n; i++) {
          product += values[i] * directions[i * n + row] * directions[i * n + column];
        }
        assertThat(product)
            .as("n %d, seed %d", n, SEED)
            .isEqualTo(matrix[row * n + column], within(1e-3));
      }
    }
  }

  @Test
  void itsDirectionsAreSquareToEachOther() {
    int n = 40;
    float[] directions = Eigenbasis.of(gramian(n), n).directions();
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        assertThat(Vectors.dot(directions, i * n, directions, j * n, n))
            .as("directions %d and %d, seed %d", i, j, SEED)
            .isEqualTo(i == j ? 1 : 0, within(1e-5f));
      }
    }
  }

  @Test
  void ofNothingIsAnyWithNothingAlongIt() {
    var basis = Eigenbasis.of(new float[9], 3);
    assertThat(basis.values()).containsOnly(0);
    assertThat(basis.directions()).containsExactly(1, 0, 0, 0, 1, 0, 0, 0, 1);
  }

  @Test
  void knowsTheAxesOfASmallMatrix() {
    var basis = Eigenbasis.of(new float[] {2, 1, 1, 2}, 2);
    assertThat(basis.values()).containsExactlyInAnyOrder(1, 3);
  }

  /// Of only 20 rows, so that a larger one has eigenvalues of 0.
  private static float[] gramian(int n) {
    var random = new SplittableRandom(SEED);
    var rows = new float[20 * n];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = (float) random.nextGaussian();
    }
    return Gramian.of(rows, 20, n);
  }
}
