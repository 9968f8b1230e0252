package dev.marquee.engine.math;

import dev.marquee.engine.math.simd.Kernels;

/// Solves small symmetric positive definite systems in place: ridge regressions, ALS rows, bandits.
///
/// A matrix is square, row by row in one array; only its upper triangle is read. Factoring replaces
/// it by the upper triangular `U` with `UᵀU = A`, and leaves the lower triangle undefined. The
/// `float` form is vectorised and right-looking: it only adds scaled rows to rows, so that no
/// result depends on an order of summation. The `double` form is scalar.
public final class Cholesky {

  private static final int TILE = Kernels.TILE;

  /// Unknowns that are solved for one after the other, between vectorised products.
  private static final int STEP = 16;

  private Cholesky() {}

  /// Solves `A x = b`: `a` becomes its factor, `b` becomes `x`.
  ///
  /// @param n rows and columns of `a`
  /// @throws ArithmeticException where `a` is not positive definite, as far as `float` can tell
  public static void solve(float[] a, int n, float[] b) {
    factor(a, n);
    solveFactored(a, n, b);
  }

  /// Replaces `a` by its upper triangular factor.
  ///
  /// @throws ArithmeticException where `a` is not positive definite, as far as `float` can tell
  public static void factor(float[] a, int n) {
    var tile = new float[TILE * TILE];
    int row = 0;
    for (; row + TILE <= n; row += TILE) {
      // Aligned to a full vector: a few unneeded columns cost less than an unaligned start.
      int from = row & -16;
      Vectors.products(a, row, n, a, from, n, row, true, a, row * n + from, n, n - from);
      factorTile(a, n, row, tile);
      Vectors.eliminate(tile, a, row * n + from, n, n - from);
    }
    for (; row < n; row++) {
      for (int k = 0; k < row; k++) {
        Vectors.axpy(-a[k * n + row], a, k * n + row, a, row * n + row, n - row);
      }
      float pivot = a[row * n + row];
      if (!(pivot > 0)) {
        throw notPositive(row, n, pivot);
      }
      Vectors.scale((float) (1 / Math.sqrt(pivot)), a, row * n + row, n - row);
    }
  }

  /// Factors the tile on the diagonal at `first` into `tile`, in the form that [Kernels#eliminate]
  /// reads.
  private static void factorTile(float[] a, int n, int first, float[] tile) {
    for (int i = 0; i < TILE; i++) {
      System.arraycopy(a, (first + i) * n + first, tile, i * TILE, TILE);
    }
    for (int k = 0; k < TILE; k++) {
      float pivot = tile[k * TILE + k];
      if (!(pivot > 0)) {
        throw notPositive(first + k, n, pivot);
      }
      float inverse = 1 / (float) Math.sqrt(pivot);
      tile[k * TILE + k] = inverse;
      for (int j = k + 1; j < TILE; j++) {
        tile[k * TILE + j] *= -inverse;
      }
      for (int i = k + 1; i < TILE; i++) {
        float above = tile[k * TILE + i];
        for (int j = i; j < TILE; j++) {
          tile[i * TILE + j] -= above * tile[k * TILE + j];
        }
      }
    }
  }

  /// Solves `UᵀU x = b` for a factor from [#factor]; `b` becomes `x`.
  public static void solveFactored(float[] u, int n, float[] b) {
    var inverses = new float[n];
    for (int i = 0; i < n; i++) {
      inverses[i] = 1 / u[i * n + i];
    }
    var known = new float[STEP];
    for (int first = 0; first < n; first += STEP) {
      int end = Math.min(n, first + STEP);
      for (int row = first; row < end; row++) {
        float y = b[row] * inverses[row];
        b[row] = y;
        known[row - first] = -y;
        for (int below = row + 1; below < end; below++) {
          b[below] -= y * u[row * n + below];
        }
      }
      Vectors.combine(known, 0, u, first * n + end, n, end - first, b, end, n - end);
    }
    for (int first = (n - 1) / STEP * STEP; first >= 0; first -= STEP) {
      int end = Math.min(n, first + STEP);
      Vectors.dots(u, first * n + end, n, end - first, b, end, n - end, known, 0);
      for (int row = end - 1; row >= first; row--) {
        float x = (b[row] - known[row - first]) * inverses[row];
        b[row] = x;
        for (int above = first; above < row; above++) {
          b[above] -= x * u[above * n + row];
        }
      }
    }
  }

  /// Solves `A x = b`: `a` becomes its factor, `b` becomes `x`.
  ///
  /// @throws ArithmeticException where `a` is not positive definite, as far as `double` can tell
  public static void solve(double[] a, int n, double[] b) {
    factor(a, n);
    solveFactored(a, n, b);
  }

  /// Replaces `a` by its upper triangular factor.
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
