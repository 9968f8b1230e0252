package dev.marquee.engine.math;

/// Solves small symmetric positive definite systems in place: ridge regressions, ALS rows, bandits.
///
/// A matrix is square, row by row in one array; only its upper triangle is read. Factoring makes it
/// the upper triangular `U` with `UᵀU = A`, and leaves the lower triangle undefined. The `float`
/// form runs on vectors, right-looking, so that all its work is scaled rows added to rows, which
/// have no order of summation to depend on. The `double` form is the plain one.
public final class Cholesky {

  private Cholesky() {}

  /// Solves `A x = b`: `a` becomes its factor, `b` becomes `x`.
  ///
  /// @param n rows and columns of `a`
  /// @throws ArithmeticException where `a` is not positive definite, as far as `float` can tell
  public static void solve(float[] a, int n, float[] b) {
    factor(a, n);
    solveFactored(a, n, b);
  }

  /// Makes `a` its upper triangular factor.
  ///
  /// @throws ArithmeticException where `a` is not positive definite, as far as `float` can tell
  public static void factor(float[] a, int n) {
    for (int k = 0; k < n; k++) {
      float pivot = a[k * n + k];
      if (!(pivot > 0)) {
        throw notPositive(k, n, pivot);
      }
      Vectors.scale((float) (1 / Math.sqrt(pivot)), a, k * n + k, n - k);
      for (int row = k + 1; row < n; row++) {
        // From a full vector's boundary on: a few needless places cost less than a ragged start.
        int from = row & -16;
        Vectors.axpy(-a[k * n + row], a, k * n + from, a, row * n + from, n - from);
      }
    }
  }

  /// Solves `UᵀU x = b` for a factor from [#factor]; `b` becomes `x`.
  public static void solveFactored(float[] u, int n, float[] b) {
    for (int row = 0; row < n; row++) {
      b[row] /= u[row * n + row];
      Vectors.axpy(-b[row], u, row * n + row + 1, b, row + 1, n - row - 1);
    }
    for (int row = n - 1; row >= 0; row--) {
      float known = Vectors.dot(u, row * n + row + 1, b, row + 1, n - row - 1);
      b[row] = (b[row] - known) / u[row * n + row];
    }
  }

  /// Solves `A x = b`: `a` becomes its factor, `b` becomes `x`.
  ///
  /// @throws ArithmeticException where `a` is not positive definite, as far as `double` can tell
  public static void solve(double[] a, int n, double[] b) {
    factor(a, n);
    solveFactored(a, n, b);
  }

  /// Makes `a` its upper triangular factor.
  ///
  /// @throws ArithmeticException where `a` is not positive definite, as far as `double` can tell
  public static void factor(double[] a, int n) {
    for (int k = 0; k < n; k++) {
      double pivot = a[k * n + k];
      if (!(pivot > 0)) {
        throw notPositive(k, n, pivot);
      }
      double root = Math.sqrt(pivot);
      for (int column = k; column < n; column++) {
        a[k * n + column] /= root;
      }
      for (int row = k + 1; row < n; row++) {
        for (int column = row; column < n; column++) {
          a[row * n + column] -= a[k * n + row] * a[k * n + column];
        }
      }
    }
  }

  /// Solves `UᵀU x = b` for a factor from [#factor]; `b` becomes `x`.
  public static void solveFactored(double[] u, int n, double[] b) {
    for (int row = 0; row < n; row++) {
      b[row] /= u[row * n + row];
      for (int below = row + 1; below < n; below++) {
        b[below] -= u[row * n + below] * b[row];
      }
    }
    for (int row = n - 1; row >= 0; row--) {
      for (int column = row + 1; column < n; column++) {
        b[row] -= u[row * n + column] * b[column];
      }
      b[row] /= u[row * n + row];
    }
  }

  private static ArithmeticException notPositive(int k, int n, double pivot) {
    return new ArithmeticException(
        ("the %d × %d matrix is not positive definite: pivot %d is %s, expected above 0;"
                + " raise the regularisation")
            .formatted(n, n, k, pivot));
  }
}
