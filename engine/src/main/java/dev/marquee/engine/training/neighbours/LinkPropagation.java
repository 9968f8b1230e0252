package dev.marquee.engine.training.neighbours;

import dev.marquee.engine.Doc;
import dev.marquee.engine.Progress;
import dev.marquee.engine.math.CsrMatrix;
import dev.marquee.engine.math.Parallel;
import java.util.Arrays;

/// Link propagation: one step from items through users to items, normalised by the degrees on the
/// way (Fu et al., "Revisiting Neighborhood-based Link Prediction for Collaborative Filtering",
/// 2022).
///
/// With `R` the users × items matrix and `D_i`, `D_u` the degrees of items and users it is the
/// linear operator `P = D_i^-b Rᵀ D_u^-c R D_i^-d` on rows over the items; a user's scores are the
/// user's row of `R` times `P`. No training: the graph is the model.
///
/// Immutable; safe for use by many threads.
public final class LinkPropagation {

  /// Exponents of the degree normalisation: 0 has no effect, 1 divides by the degree.
  public record Exponents(
      @Doc("b, the exponent of the degree of the items that the user had") double history,
      @Doc("c, the exponent of the degree of the users between") double user,
      @Doc(
              "d, the exponent of the degree of the items that are scored: more takes from popular"
                  + " ones")
          double target) {

    public Exponents {
      ItemSimilarity.notNegative("history", history);
      ItemSimilarity.notNegative("user", user);
      ItemSimilarity.notNegative("target", target);
    }
  }

  private final CsrMatrix byUser;
  private final CsrMatrix byItem;
  private final float[] historyScales;
  private final float[] userScales;
  private final float[] targetScales;

  /// @param interactions users × items, weights above 0
  public LinkPropagation(CsrMatrix interactions, Exponents exponents) {
    this.byUser = interactions;
    this.byItem = interactions.transpose();
    double[] items = byItem.rowSums();
    this.historyScales = powers(items, -exponents.history());
    this.userScales = powers(byUser.rowSums(), -exponents.user());
    this.targetScales = powers(items, -exponents.target());
  }

  public int items() {
    return byUser.columns();
  }

  /// Overwrites `into` with `row · P`.
  ///
  /// Takes time for the row's non-zero items, their users and those users' items: about twice the
  /// matrix's entries if no item is 0.
  ///
  /// @param row a weight per item, such as a user's row of `R`, or the result of an earlier call
  /// @param into another array of the same length
  public void apply(float[] row, float[] into) {
    var users = new float[byUser.rows()];
    for (int item = 0; item < row.length; item++) {
      if (row[item] != 0) {
        scatter(byItem, item, row[item] * historyScales[item], users);
      }
    }
    Arrays.fill(into, 0, items(), 0);
    for (int user = 0; user < users.length; user++) {
      if (users[user] != 0) {
        scatter(byUser, user, users[user] * userScales[user], into);
      }
    }
    for (int item = 0; item < items(); item++) {
      into[item] *= targetScales[item];
    }
  }

  /// Items × items: the largest entries of each row of `P`, without the diagonal.
  ///
  /// @param neighbours number of entries kept per row
  public CsrMatrix neighbours(int neighbours, Parallel parallel, Progress progress)
      throws InterruptedException {
    ItemSimilarity.positive("neighbours", neighbours);
    return new TrimmedProduct(
            byItem.weighted((item, user, weight) -> weight * historyScales[item]),
            byUser.weighted((user, item, weight) -> weight * userScales[user]),
            (i, j, product) -> product * targetScales[j],
            neighbours)
        .rows(parallel, progress);
  }

  private static void scatter(CsrMatrix matrix, int row, float scale, float[] into) {
    int end = matrix.end(row);
    for (int i = matrix.start(row); i < end; i++) {
      into[matrix.columnIndices()[i]] += scale * matrix.weights()[i];
    }
  }

  /// A degree of 0 has no entries and is left at 0.
  private static float[] powers(double[] degrees, double exponent) {
    var powers = new float[degrees.length];
    for (int i = 0; i < powers.length; i++) {
      powers[i] = degrees[i] == 0 ? 0 : (float) Math.pow(degrees[i], exponent);
    }
    return powers;
  }
}
