package dev.marquee.engine.models.als;

import dev.marquee.engine.math.Cholesky;
import dev.marquee.engine.math.Gramian;
import dev.marquee.engine.math.Vectors;
import java.util.Arrays;

/// Solves for a row's optimal vector while the other side's vectors are fixed.
///
/// With α0 and the ridge of [AlsLoss] and the other side's vectors `v` as the rows of `V`, it is
/// the `u` of `(α0 VᵀV + Σ w v vᵀ + ridge I) u = Σ w v`, the sums over the row's interactions;
/// solved exactly, so that training and fold-in agree to the bit.
///
/// Holds 2 d² floats of scratch: cheap to make, not safe for use by many threads.
public final class AlsFoldIn {

  /// Vectors gathered per step: few enough to stay in the L1 cache.
  private static final int CHUNK = 64;

  private final float[] factors;
  private final int others;
  private final int dimension;
  private final AlsLoss loss;

  /// d rounded up to whole vectors of 16; what is beyond d stays zero.
  private final int padded;

  private final float[] background;
  private final float[] system;
  private final float[] solution;
  private final float[] near;
  private final float[] roots = new float[CHUNK];

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
    this.padded = (dimension + 15) & -16;
    this.background = new float[padded * padded];
    for (int row = 0; row < dimension; row++) {
      System.arraycopy(gramian, row * dimension, background, row * padded, dimension);
    }
    Vectors.scale((float) loss.unobservedWeight(), background, 0, background.length);
    this.system = new float[background.length];
    this.solution = new float[padded];
    this.near = new float[CHUNK * padded];
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
      for (int i = 0; i < padded; i++) {
        system[i * padded + i] += ridge;
      }
      for (int first = from; first < to; first += CHUNK) {
        add(columns, weights, first, Math.min(CHUNK, to - first));
      }
      Cholesky.solve(system, padded, solution);
    }
    System.arraycopy(solution, 0, into, offset, dimension);
  }

  /// Adds `w v vᵀ` on the left and `w v` on the right, both as products with `√w v`.
  private void add(int[] columns, float[] weights, int first, int count) {
    for (int i = 0; i < count; i++) {
      System.arraycopy(factors, columns[first + i] * dimension, near, i * padded, dimension);
      roots[i] = root(weights[first + i], near, i * padded, dimension);
    }
    Gramian.add(near, 0, padded, count, padded, system);
    Vectors.combine(roots, 0, near, 0, padded, count, solution, 0, padded);
  }

  /// Scales a vector by the root of its weight, which it gives back: mostly 1.
  public static float root(float weight, float[] vector, int offset, int length) {
    if (weight == 1) {
      return 1;
    }
    float root = (float) Math.sqrt(weight);
    Vectors.scale(root, vector, offset, length);
    return root;
  }
}
