package dev.marquee.engine.training.als;

import dev.marquee.engine.math.Cholesky;
import dev.marquee.engine.math.Gramian;
import dev.marquee.engine.math.Vectors;
import dev.marquee.engine.models.als.AlsFoldIn;
import dev.marquee.engine.models.als.AlsLoss;
import java.util.Arrays;

/// Improves a row's vector block by block of its coordinates (iALS++).
///
/// Where [AlsFoldIn] solves for all d coordinates in `interactions · d²` steps, this solves for
/// `block` coordinates at a time, with the others fixed, in `interactions · d · block`. Each block
/// is solved exactly, so that every one lowers the loss. The residual of each interaction, `√w (1 -
/// u·v)`, is kept from block to block. Rendle, Krichene, Zhang and Koren, "iALS++: Speeding up
/// Matrix Factorization with Subspace Optimization" (2021), whose π is a block here. Unlike there,
/// a row goes through all its blocks while its interactions' vectors are in the cache.
///
/// Holds scratch for the longest row so far; not safe for use by many threads.
final class AlsBlocks implements AlsRowSolver {

  /// Maximum number of floats in a row's gathered vectors. A longer row is solved exactly, in
  /// pieces.
  private static final int MOST_NEAR = 1 << 24;

  private final float[] factors;
  private final int others;
  private final int dimension;
  private final int block;
  private final AlsLoss loss;
  private final float[] background;
  private final AlsFoldIn exact;

  private final float[] vector;
  private final float[] system;
  private final float[] step;

  /// `√w v` of each interaction, and `√w (1 - u·v)`.
  private float[] near = new float[0];

  private float[] lacking = new float[0];
  private float[] change = new float[0];

  /// @param factors the other side's vectors, row by row; `dimension` a multiple of `block`, and
  ///   that of 16
  /// @param gramian `VᵀV` of `factors`
  AlsBlocks(float[] factors, int dimension, int block, float[] gramian, AlsLoss loss) {
    this.factors = factors;
    this.others = factors.length / dimension;
    this.dimension = dimension;
    this.block = block;
    this.loss = loss;
    this.background = gramian.clone();
    Vectors.scale((float) loss.unobservedWeight(), background, 0, background.length);
    this.exact = new AlsFoldIn(factors, dimension, gramian, loss);
    this.vector = new float[dimension];
    this.system = new float[block * block];
    this.step = new float[block];
  }

  @Override
  public void improve(int[] columns, float[] weights, int from, int to, float[] into, int offset) {
    int count = to - from;
    if (count == 0 || block == dimension || (long) count * dimension > MOST_NEAR) {
      exact.solve(columns, weights, from, to, into, offset);
      return;
    }
    System.arraycopy(into, offset, vector, 0, dimension);
    bringNear(columns, weights, from, count);
    float ridge = (float) loss.ridge(count, others);
    for (int first = 0; first < dimension; first += block) {
      prepare(first, count, ridge);
      Cholesky.solve(system, block, step);
      Vectors.axpy(1, step, 0, vector, first, block);
      if (first + block < dimension) {
        Vectors.dots(near, first, dimension, count, step, 0, block, change, 0);
        Vectors.axpy(-1, change, 0, lacking, 0, count);
      }
    }
    System.arraycopy(vector, 0, into, offset, dimension);
  }

  private void bringNear(int[] columns, float[] weights, int from, int count) {
    if (lacking.length < count) {
      int room = count + count / 4;
      near = new float[room * dimension];
      lacking = new float[room];
      change = new float[room];
    }
    for (int i = 0; i < count; i++) {
      int at = i * dimension;
      System.arraycopy(factors, columns[from + i] * dimension, near, at, dimension);
      lacking[i] = AlsFoldIn.root(weights[from + i], near, at, dimension);
    }
    Vectors.dots(near, 0, dimension, count, vector, 0, dimension, change, 0);
    Vectors.axpy(-1, change, 0, lacking, 0, count);
  }

  /// Writes the block's Hessian into `system` and its negative gradient into `step`.
  private void prepare(int first, int count, float ridge) {
    for (int i = 0; i < block; i++) {
      System.arraycopy(background, (first + i) * dimension + first, system, i * block, block);
      system[i * block + i] += ridge;
    }
    Gramian.add(near, first, dimension, count, block, system);
    Arrays.fill(step, 0);
    Vectors.combine(vector, 0, background, first, dimension, dimension, step, 0, block);
    Vectors.axpy(ridge, vector, first, step, 0, block);
    Vectors.scale(-1, step, 0, block);
    Vectors.combine(lacking, 0, near, first, dimension, count, step, 0, block);
  }
}
