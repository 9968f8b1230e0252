package dev.marquee.engine.math;

/// Eigenvectors and eigenvalues of a symmetric matrix.
///
/// By Jacobi rotations, one pair of coordinates after the other, until the elements off the
/// diagonal are 0: 6 to 9 rounds of about 8 n³ steps, so for matrices of up to a few hundred rows.
/// On the caller's thread.
public final class Eigenbasis {

  private static final int MOST_ROUNDS = 30;

  /// Sum of squares off the diagonal, relative to that on it, at which the rotations stop: far
  /// below the precision of `float`.
  private static final double NOTHING = 1e-18;

  private final int n;
  private final double[] matrix;
  private final double[] directions;

  private Eigenbasis(float[] matrix, int n) {
    this.n = n;
    this.matrix = new double[n * n];
    this.directions = new double[n * n];
    for (int i = 0; i < n * n; i++) {
      this.matrix[i] = matrix[i];
    }
    for (int i = 0; i < n; i++) {
      directions[i * n + i] = 1;
    }
  }

  /// The basis of a symmetric matrix, `n` × `n`, row by row.
  public static Eigenbasis of(float[] matrix, int n) {
    var basis = new Eigenbasis(matrix, n);
    for (int round = 0; round < MOST_ROUNDS && !basis.isDiagonal(); round++) {
      for (int i = 0; i < n; i++) {
        for (int j = i + 1; j < n; j++) {
          basis.clear(i, j);
        }
      }
    }
    return basis;
  }

  /// The eigenvectors: n orthonormal rows, in no particular order.
  public float[] directions() {
    var rounded = new float[n * n];
    for (int i = 0; i < rounded.length; i++) {
      rounded[i] = (float) directions[i];
    }
    return rounded;
  }

  /// The eigenvalues, in the order of [#directions].
  public float[] values() {
    var values = new float[n];
    for (int i = 0; i < n; i++) {
      values[i] = (float) matrix[i * n + i];
    }
    return values;
  }

  private boolean isDiagonal() {
    double on = 0;
    double beside = 0;
    for (int i = 0; i < n; i++) {
      on += matrix[i * n + i] * matrix[i * n + i];
      for (int j = i + 1; j < n; j++) {
        beside += matrix[i * n + j] * matrix[i * n + j];
      }
    }
    return beside <= NOTHING * on;
  }

  /// Rotates coordinates `i` and `j` so that element (i, j) of the matrix becomes 0.
  private void clear(int i, int j) {
    double crossing = matrix[i * n + j];
    if (crossing == 0) {
      return;
    }
    double slope = (matrix[j * n + j] - matrix[i * n + i]) / (2 * crossing);
    double tangent = Math.copySign(1 / (Math.abs(slope) + Math.hypot(slope, 1)), slope);
    double cosine = 1 / Math.hypot(tangent, 1);
    double sine = tangent * cosine;
    turn(matrix, i * n, j * n, 1, cosine, sine);
    turn(matrix, i, j, n, cosine, sine);
    turn(directions, i * n, j * n, 1, cosine, sine);
  }

  private void turn(double[] a, int i, int j, int step, double cosine, double sine) {
    for (int k = 0; k < n; k++, i += step, j += step) {
      double x = a[i];
      double y = a[j];
      a[i] = cosine * x - sine * y;
      a[j] = sine * x + cosine * y;
    }
  }
}
