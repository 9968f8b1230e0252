package dev.marquee.engine.training;

import dev.marquee.engine.math.CsrMatrix;
import dev.marquee.engine.math.Gramian;
import dev.marquee.engine.math.Parallel;
import dev.marquee.engine.math.Vectors;
import dev.marquee.engine.models.AlsFoldIn;
import dev.marquee.engine.models.AlsLoss;
import java.util.SplittableRandom;

/// The vectors of both sides while they are learned, one row each of d floats.
///
/// Solving one side is folding all its rows in against the other, so that a user whom serving folds
/// in gets what training would give.
final class AlsFactors {

  /// Rows that a thread takes at a time: little enough that popular items spread over threads.
  private static final int CHUNK = 128;

  private final CsrMatrix byUser;
  private final CsrMatrix byItem;
  private final int dimension;
  private final AlsLoss loss;
  private final Parallel parallel;
  private final float[] users;
  private final float[] items;

  AlsFactors(CsrMatrix interactions, AlsSettings settings) {
    this.byUser = interactions;
    this.dimension = settings.dimension();
    this.loss = settings.loss();
    this.parallel = new Parallel(settings.threads());
    for (float weight : interactions.weights()) {
      if (!(weight > 0 && weight < Float.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException(
            "an interaction weighs " + weight + ", expected above 0 and finite: leave it out");
      }
    }
    this.users = rows(interactions.rows(), "users");
    this.items = rows(interactions.columns(), "items");
    this.byItem = interactions.transpose();
    var random = new SplittableRandom(settings.seed());
    double deviation = settings.initialScale() / Math.sqrt(dimension);
    for (int i = 0; i < items.length; i++) {
      items[i] = (float) (deviation * random.nextGaussian());
    }
  }

  /// n × d, in the order of the matrix's columns.
  float[] items() {
    return items;
  }

  /// m × d, in the order of the matrix's rows.
  float[] users() {
    return users;
  }

  void solveUsers() throws InterruptedException {
    solve(byUser, items, users);
  }

  void solveItems() throws InterruptedException {
    solve(byItem, users, items);
  }

  /// The value of [AlsLoss] as the vectors stand.
  double loss() throws InterruptedException {
    double sum = 0;
    for (int user = 0; user < byUser.rows(); user++) {
      for (int i = byUser.start(user); i < byUser.end(user); i++) {
        int item = byUser.columnIndices()[i];
        double error = 1 - Vectors.dot(users, user * dimension, items, item * dimension, dimension);
        sum += byUser.weights()[i] * error * error;
      }
    }
    // The sum of (u·v)² over all pairs is that of the products of both Gramians' elements.
    float[] userGramian = Gramian.of(users, byUser.rows(), dimension, parallel);
    float[] itemGramian = Gramian.of(items, byItem.rows(), dimension, parallel);
    for (int i = 0; i < userGramian.length; i++) {
      sum += loss.unobservedWeight() * userGramian[i] * itemGramian[i];
    }
    return sum + penalty(byUser, users) + penalty(byItem, items);
  }

  private void solve(CsrMatrix matrix, float[] fixed, float[] solved) throws InterruptedException {
    float[] gramian = Gramian.of(fixed, matrix.columns(), dimension, parallel);
    parallel.overChunks(
        matrix.rows(),
        CHUNK,
        (chunk, from, to) -> {
          var foldIn = new AlsFoldIn(fixed, dimension, gramian, loss);
          for (int row = from; row < to; row++) {
            foldIn.solve(
                matrix.columnIndices(),
                matrix.weights(),
                matrix.start(row),
                matrix.end(row),
                solved,
                row * dimension);
          }
        });
  }

  private double penalty(CsrMatrix matrix, float[] vectors) {
    double sum = 0;
    for (int row = 0; row < matrix.rows(); row++) {
      double ridge = loss.ridge(matrix.end(row) - matrix.start(row), matrix.columns());
      sum += ridge * Vectors.squaredNorm(vectors, row * dimension, dimension);
    }
    return sum;
  }

  private float[] rows(int count, String what) {
    long floats = (long) count * dimension;
    if (floats > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          "%d %s of dimension %d need %d floats, more than one array holds: lower the dimension"
              .formatted(count, what, dimension, floats));
    }
    return new float[(int) floats];
  }
}
