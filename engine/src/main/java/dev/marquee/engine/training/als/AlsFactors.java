package dev.marquee.engine.training.als;

import dev.marquee.engine.math.CsrMatrix;
import dev.marquee.engine.math.Gramian;
import dev.marquee.engine.math.Parallel;
import dev.marquee.engine.math.Vectors;
import dev.marquee.engine.models.als.AlsLoss;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;

/// The user and item vectors during training, one row of d floats each.
///
/// Internally, d is rounded up to whole SIMD vectors; the padding stays zero.
final class AlsFactors {

  /// Rows per task: few enough that the longest rows spread over threads.
  private static final int CHUNK = 16;

  /// Floats in the widest SIMD vector.
  private static final int WHOLE = 16;

  /// Users whose errors are summed at a time.
  private static final int LOSS_CHUNK = 1024;

  private final Side byUser;
  private final Side byItem;
  private final int dimension;
  private final AlsSolver solver;

  /// d rounded up to whole SIMD vectors and blocks.
  private final int padded;

  private final AlsLoss loss;
  private final Parallel parallel;

  AlsFactors(CsrMatrix interactions, AlsSettings settings) {
    this.dimension = settings.dimension();
    this.solver = settings.solver();
    int whole = roundUp(dimension, WHOLE);
    this.padded =
        switch (solver) {
          case AlsSolver.Blocks blocks -> roundUp(dimension, Math.min(whole, size(blocks)));
          case AlsSolver.Gradients _ -> whole;
        };
    this.loss = settings.loss();
    this.parallel = new Parallel(settings.threads());
    for (float weight : interactions.weights()) {
      if (!(weight > 0 && weight < Float.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException(
            "an interaction weighs " + weight + ", expected above 0 and finite: leave it out");
      }
    }
    float[] users = rows(interactions.rows(), "users");
    float[] items = rows(interactions.columns(), "items");
    this.byUser = new Side(interactions, users);
    this.byItem = new Side(interactions.transpose(), items);
    var random = new SplittableRandom(settings.seed());
    double greatest = settings.initialScale() / Math.sqrt(dimension);
    for (int item = 0; item < interactions.columns(); item++) {
      for (int i = 0; i < dimension; i++) {
        // None below zero: all vectors point towards their mean, so that popularity, the main
        // component of any solution, is represented from the first epoch on.
        items[item * padded + i] = (float) (greatest * random.nextDouble());
      }
    }
  }

  /// n × d, in the order of the matrix's columns.
  float[] items() {
    return unpadded(byItem);
  }

  /// m × d, in the order of the matrix's rows.
  float[] users() {
    return unpadded(byUser);
  }

  void solveUsers() throws InterruptedException {
    solve(byUser, byItem);
  }

  void solveItems() throws InterruptedException {
    solve(byItem, byUser);
  }

  /// The value of [AlsLoss] for the current vectors.
  double loss() throws InterruptedException {
    int users = byUser.matrix.rows();
    var errors = new double[Math.ceilDiv(users, LOSS_CHUNK)];
    parallel.overChunks(
        users, LOSS_CHUNK, (chunk, from, to) -> errors[chunk] = squaredErrors(from, to));
    double sum = Arrays.stream(errors).sum();
    // The sum of (u·v)² over all pairs is the sum of the elementwise product of both Gramians.
    float[] userGramian = Gramian.of(byUser.vectors, users, padded, parallel);
    float[] itemGramian = Gramian.of(byItem.vectors, byItem.matrix.rows(), padded, parallel);
    for (int i = 0; i < userGramian.length; i++) {
      sum += loss.unobservedWeight() * userGramian[i] * itemGramian[i];
    }
    return sum + penalty(byUser) + penalty(byItem);
  }

  private double squaredErrors(int from, int to) {
    CsrMatrix matrix = byUser.matrix;
    double sum = 0;
    for (int user = from; user < to; user++) {
      for (int i = matrix.start(user); i < matrix.end(user); i++) {
        int item = matrix.columnIndices()[i];
        double error =
            1 - Vectors.dot(byUser.vectors, user * padded, byItem.vectors, item * padded, padded);
        sum += matrix.weights()[i] * error * error;
      }
    }
    return sum;
  }

  private void solve(Side side, Side other) throws InterruptedException {
    CsrMatrix matrix = side.matrix;
    Supplier<AlsRowSolver> solvers = solversAgainst(other);
    var idle = new ConcurrentLinkedQueue<AlsRowSolver>();
    parallel.overChunks(
        matrix.rows(),
        CHUNK,
        (chunk, from, to) -> {
          AlsRowSolver free = idle.poll();
          AlsRowSolver rows = free == null ? solvers.get() : free;
          for (int i = from; i < to; i++) {
            int row = side.order[i];
            rows.improve(
                matrix.columnIndices(),
                matrix.weights(),
                matrix.start(row),
                matrix.end(row),
                side.vectors,
                row * padded);
          }
          idle.add(rows);
        });
  }

  /// One solver for each thread.
  private Supplier<AlsRowSolver> solversAgainst(Side other) throws InterruptedException {
    float[] fixed = other.vectors;
    float[] gramian = Gramian.of(fixed, other.matrix.rows(), padded, parallel);
    return switch (solver) {
      case AlsSolver.Blocks blocks -> {
        int block = Math.min(padded, size(blocks));
        yield () -> new AlsBlocks(fixed, padded, block, gramian, loss);
      }
      case AlsSolver.Gradients gradients -> {
        var axes = new AlsGradients.Axes(fixed, padded, other.matrix, gramian, loss, parallel);
        yield () -> new AlsGradients(axes, gradients.steps(), loss);
      }
    };
  }

  private static int size(AlsSolver.Blocks blocks) {
    return roundUp(blocks.size(), WHOLE);
  }

  private double penalty(Side side) {
    CsrMatrix matrix = side.matrix;
    double sum = 0;
    for (int row = 0; row < matrix.rows(); row++) {
      double ridge = loss.ridge(matrix.end(row) - matrix.start(row), matrix.columns());
      sum += ridge * Vectors.squaredNorm(side.vectors, row * padded, padded);
    }
    return sum;
  }

  private float[] unpadded(Side side) {
    if (padded == dimension) {
      return side.vectors;
    }
    int rows = side.matrix.rows();
    var vectors = new float[rows * dimension];
    for (int row = 0; row < rows; row++) {
      System.arraycopy(side.vectors, row * padded, vectors, row * dimension, dimension);
    }
    return vectors;
  }

  private float[] rows(int count, String what) {
    long floats = (long) count * padded;
    if (floats > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          "%d %s of dimension %d need %d floats, more than one array holds: lower the dimension"
              .formatted(count, what, dimension, floats));
    }
    return new float[(int) floats];
  }

  private static int roundUp(int value, int step) {
    return Math.ceilDiv(value, step) * step;
  }

  /// The interactions of the rows of one side, the order in which they are solved, and their
  /// vectors.
  private static final class Side {

    private final CsrMatrix matrix;
    private final int[] order;
    private final float[] vectors;

    Side(CsrMatrix matrix, float[] vectors) {
      this.matrix = matrix;
      this.order = longestFirst(matrix);
      this.vectors = vectors;
    }

    /// The rows by decreasing length, so that no thread ends with a long one.
    private static int[] longestFirst(CsrMatrix matrix) {
      var keys = new long[matrix.rows()];
      for (int row = 0; row < keys.length; row++) {
        keys[row] = (long) (matrix.start(row) - matrix.end(row)) << 32 | row;
      }
      Arrays.sort(keys);
      return Arrays.stream(keys).mapToInt(key -> (int) key).toArray();
    }
  }
}
