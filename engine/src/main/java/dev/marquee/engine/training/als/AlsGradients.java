package dev.marquee.engine.training.als;

import dev.marquee.engine.math.CsrMatrix;
import dev.marquee.engine.math.Eigenbasis;
import dev.marquee.engine.math.Parallel;
import dev.marquee.engine.math.Vectors;
import dev.marquee.engine.models.als.AlsFoldIn;
import dev.marquee.engine.models.als.AlsLoss;
import java.util.Arrays;

/// Improves a row's vector by preconditioned conjugate gradients.
///
/// The system of a row is `A = α0 VᵀV + ridge I + Σ w v vᵀ`. In the axes of `VᵀV` the first two
/// parts are diagonal, and the sum nearly: there `A` has about `α0 g + ridge + Σw · s` on its
/// diagonal, where `g` is an axis' part of `VᵀV` and `s` the mean of `v²` along it over all
/// interactions. Preconditioned with that, two steps get as far as the exact solution does in an
/// epoch, where plain conjugate gradients (Takács, Pilászy and Tikk, "Applications of the Conjugate
/// Gradient Method for Implicit Feedback Collaborative Filtering", 2011) take three or more and d²
/// further work for each.
///
/// Not safe for use by many threads.
final class AlsGradients implements AlsRowSolver {

  /// Interactions processed at a time: few enough for the L1 cache.
  private static final int CHUNK = 64;

  /// Maximum number of floats in a row's gathered vectors. Those of a longer row are fetched once
  /// per step.
  private static final int MOST_NEAR = 1 << 22;

  /// Below this possible decrease of the loss, a row counts as solved; a further step would divide
  /// by zero.
  private static final float NOTHING_TO_GAIN = 1e-30f;

  /// Rows rotated at a time.
  private static final int TURN_CHUNK = 512;

  private final Axes axes;
  private final int steps;
  private final AlsLoss loss;
  private final int dimension;

  private final float[] vector;
  private final float[] diagonal;
  private final float[] inverse;
  private final float[] gradient;
  private final float[] step;
  private final float[] image;
  private final float[] lacking = new float[CHUNK];
  private final float[] products = new float[CHUNK];

  /// The vectors `√w v` of the row's interactions, or of a chunk of them.
  private float[] near;

  private boolean resident;

  AlsGradients(Axes axes, int steps, AlsLoss loss) {
    this.axes = axes;
    this.steps = steps;
    this.loss = loss;
    this.dimension = axes.dimension;
    this.vector = new float[dimension];
    this.diagonal = new float[dimension];
    this.inverse = new float[dimension];
    this.gradient = new float[dimension];
    this.step = new float[dimension];
    this.image = new float[dimension];
    this.near = new float[CHUNK * dimension];
  }

  @Override
  public void improve(int[] columns, float[] weights, int from, int to, float[] into, int offset) {
    if (to == from) {
      Arrays.fill(into, offset, offset + dimension, 0);
      return;
    }
    makeRoom(to - from);
    Arrays.fill(vector, 0);
    Vectors.combine(into, offset, axes.inverse, 0, dimension, dimension, vector, 0, dimension);
    prepare(weights, from, to);
    descend(columns, weights, from, to);
    approach(columns, weights, from, to);
    Arrays.fill(into, offset, offset + dimension, 0);
    Vectors.combine(vector, 0, axes.directions, 0, dimension, dimension, into, offset, dimension);
  }

  private void makeRoom(int count) {
    resident = (long) count * dimension <= MOST_NEAR;
    if (resident && near.length < count * dimension) {
      near = new float[Math.min(MOST_NEAR, (count + count / 4) * dimension)];
    }
  }

  /// Computes the diagonal part of the row's system, and the inverse of its whole estimated
  /// diagonal.
  private void prepare(float[] weights, int from, int to) {
    float weight = Vectors.sum(weights, from, to - from);
    float ridge = (float) loss.ridge(to - from, axes.count());
    for (int i = 0; i < dimension; i++) {
      diagonal[i] = axes.background[i] + ridge;
      inverse[i] = 1 / (diagonal[i] + weight * axes.squares[i]);
    }
  }

  /// Computes the negative gradient at [#vector]: `Σ w (1 - u·v) v` less the diagonal part.
  private void descend(int[] columns, float[] weights, int from, int to) {
    for (int i = 0; i < dimension; i++) {
      gradient[i] = -diagonal[i] * vector[i];
    }
    for (int first = from; first < to; first += CHUNK) {
      int count = Math.min(CHUNK, to - first);
      int at = place(first - from);
      for (int i = 0; i < count; i++) {
        lacking[i] = fetch(columns[first + i], weights[first + i], at + i * dimension);
      }
      Vectors.dots(near, at, dimension, count, vector, 0, dimension, products, 0);
      Vectors.axpy(-1, products, 0, lacking, 0, count);
      Vectors.combine(lacking, 0, near, at, dimension, count, gradient, 0, dimension);
    }
  }

  private void approach(int[] columns, float[] weights, int from, int to) {
    float slope = 0;
    for (int taken = 0; taken < steps; taken++) {
      float before = slope;
      // `image` temporarily holds the preconditioned gradient.
      for (int i = 0; i < dimension; i++) {
        image[i] = inverse[i] * gradient[i];
      }
      slope = Vectors.dot(gradient, image);
      if (slope < NOTHING_TO_GAIN) {
        return;
      }
      float keep = taken == 0 ? 0 : slope / before;
      for (int i = 0; i < dimension; i++) {
        step[i] = image[i] + keep * step[i];
      }
      boolean last = taken + 1 == steps;
      float length = slope / curvature(columns, weights, from, to, last);
      Vectors.axpy(length, step, 0, vector, 0, dimension);
      if (!last) {
        Vectors.axpy(-length, image, 0, gradient, 0, dimension);
      }
    }
  }

  /// Returns `stepᵀ A step`, and writes `A step` into [#image] unless this is the last step.
  private float curvature(int[] columns, float[] weights, int from, int to, boolean last) {
    for (int i = 0; i < dimension; i++) {
      image[i] = diagonal[i] * step[i];
    }
    float curvature = Vectors.dot(image, step);
    for (int first = from; first < to; first += CHUNK) {
      int count = Math.min(CHUNK, to - first);
      int at = place(first - from);
      for (int i = 0; i < count && !resident; i++) {
        fetch(columns[first + i], weights[first + i], at + i * dimension);
      }
      Vectors.dots(near, at, dimension, count, step, 0, dimension, products, 0);
      curvature += Vectors.squaredNorm(products, 0, count);
      if (!last) {
        Vectors.combine(products, 0, near, at, dimension, count, image, 0, dimension);
      }
    }
    return curvature;
  }

  /// Offset of an interaction's vector, from the row's first one.
  private int place(int interaction) {
    return resident ? interaction * dimension : 0;
  }

  /// Copies a vector, scales it by the root of its weight, and returns the root.
  private float fetch(int column, float weight, int at) {
    System.arraycopy(axes.turned, column * dimension, near, at, dimension);
    return AlsFoldIn.root(weight, near, at, dimension);
  }

  /// The eigenvectors (axes) of one side's Gramian, and the side's vectors in this basis; shared by
  /// all threads.
  static final class Axes {

    private final int dimension;
    private final float[] directions;
    private final float[] inverse;
    private final float[] background;
    private final float[] squares;
    private final float[] turned;

    /// @param factors the side's vectors, row by row
    /// @param interactions the side's rows × the rows to be solved: weights
    /// @param gramian of `factors`
    Axes(
        float[] factors,
        int dimension,
        CsrMatrix interactions,
        float[] gramian,
        AlsLoss loss,
        Parallel parallel)
        throws InterruptedException {
      this.dimension = dimension;
      var basis = Eigenbasis.of(gramian, dimension);
      this.directions = basis.directions();
      this.inverse = new float[directions.length];
      for (int i = 0; i < directions.length; i++) {
        inverse[i % dimension * dimension + i / dimension] = directions[i];
      }
      this.background = basis.values();
      for (int i = 0; i < dimension; i++) {
        // Rounding may leave slightly negative values.
        background[i] = (float) (loss.unobservedWeight() * Math.max(0, background[i]));
      }
      this.turned = new float[factors.length];
      this.squares = turn(factors, interactions, parallel);
    }

    private int count() {
      return turned.length / dimension;
    }

    /// Fills [#turned] and returns the mean square along each axis over all interactions.
    private float[] turn(float[] factors, CsrMatrix interactions, Parallel parallel)
        throws InterruptedException {
      int count = count();
      var sums = new double[Math.ceilDiv(count, TURN_CHUNK)][];
      parallel.overChunks(
          count,
          TURN_CHUNK,
          (chunk, from, to) -> {
            // The last place holds the sum of the weights.
            var sum = new double[dimension + 1];
            for (int row = from; row < to; row++) {
              int at = row * dimension;
              Vectors.combine(factors, at, inverse, 0, dimension, dimension, turned, at, dimension);
              int start = interactions.start(row);
              double weight =
                  Vectors.sum(interactions.weights(), start, interactions.end(row) - start);
              for (int i = 0; i < dimension; i++) {
                sum[i] += weight * turned[at + i] * turned[at + i];
              }
              sum[dimension] += weight;
            }
            sums[chunk] = sum;
          });
      var total = new double[dimension + 1];
      for (double[] sum : sums) {
        for (int i = 0; i <= dimension; i++) {
          total[i] += sum[i];
        }
      }
      var squares = new float[dimension];
      for (int i = 0; i < dimension && total[dimension] > 0; i++) {
        squares[i] = (float) (total[i] / total[dimension]);
      }
      return squares;
    }
  }
}
