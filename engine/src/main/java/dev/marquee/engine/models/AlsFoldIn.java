package dev.marquee.engine.models;

import dev.marquee.engine.math.Cholesky;
import dev.marquee.engine.math.Vectors;
import java.util.Arrays;

/// Finds the one vector of a row that is best while the other side stands still.
///
/// With α0 and the ridge of [AlsLoss] and the other side's vectors `v` as the rows of `V`, it is
/// the `u` of `(α0 VᵀV + Σ w v vᵀ + ridge I) u = Σ w v`, the sums over the row's interactions;
/// solved exactly, so that training and fold-in agree to the bit.
///
/// Holds d² floats of scratch: cheap to make, not safe for use by many threads.
public final class AlsFoldIn {

  private static final int BATCH = 4;

  private final float[] factors;
  private final int others;
  private final int dimension;
  private final AlsLoss loss;
  private final float[] background;

  private final float[] system;
  private final float[] solution;
  private final float[] scales = new float[BATCH];
  private final int[] starts = new int[BATCH];

  /// @param factors the other side's vectors, row by row
  /// @param gramian `VᵀV` of `factors`, d × d
  public AlsFoldIn(float[] factors, int dimension, float[] gramian, AlsLoss loss) {
    if (dimension < 1
        || factors.length % dimension != 0
        || gramian.length != dimension * dimension) {
      throw new IllegalArgumentException(
          "%d factors and a Gramian of %d do not fit dimension %d"
              .formatted(factors.length, gramian.length, dimension));
    }
    this.factors = factors;
    this.others = factors.length / dimension;
    this.dimension = dimension;
    this.loss = loss;
    this.background = gramian.clone();
    Vectors.scale((float) loss.unobservedWeight(), background, 0, background.length);
    this.system = new float[gramian.length];
    this.solution = new float[dimension];
  }

  /// Solves one row into `into[offset]` to `into[offset + d - 1]`.
  ///
  /// The row's interactions are the elements [from, to) of `columns` and `weights`. Without any,
  /// the vector is zero. The same column twice counts as two interactions.
  ///
  /// @param weights `w`, above 0
  public void solve(int[] columns, float[] weights, int from, int to, float[] into, int offset) {
    Arrays.fill(solution, 0);
    if (to > from) {
      System.arraycopy(background, 0, system, 0, system.length);
      float ridge = (float) loss.ridge(to - from, others);
      for (int i = 0; i < dimension; i++) {
        system[i * dimension + i] += ridge;
      }
      int i = from;
      for (; i + BATCH <= to; i += BATCH) {
        add4(columns, weights, i);
      }
      for (; i < to; i++) {
        add(columns[i] * dimension, weights[i]);
      }
      Cholesky.solve(system, dimension, solution);
    }
    System.arraycopy(solution, 0, into, offset, dimension);
  }

  /// Adds `w v vᵀ` on the left and `w v` on the right: of the symmetric part only the upper
  /// triangle, rounded out to whole vectors.
  private void add(int start, float weight) {
    for (int row = 0; row < dimension; row++) {
      int aligned = row & -16;
      Vectors.axpy(
          weight * factors[start + row],
          factors,
          start + aligned,
          system,
          row * dimension + aligned,
          dimension - aligned);
    }
    Vectors.axpy(weight, factors, start, solution, 0, dimension);
  }

  /// Four times [#add]: the system is read and written once.
  private void add4(int[] columns, float[] weights, int first) {
    for (int row = 0; row < dimension; row++) {
      int aligned = row & -16;
      for (int j = 0; j < BATCH; j++) {
        int start = columns[first + j] * dimension;
        starts[j] = start + aligned;
        scales[j] = weights[first + j] * factors[start + row];
      }
      Vectors.axpy4(
          scales, factors, starts, system, row * dimension + aligned, dimension - aligned);
    }
    for (int j = 0; j < BATCH; j++) {
      Vectors.axpy(
          weights[first + j], factors, columns[first + j] * dimension, solution, 0, dimension);
    }
  }
}
