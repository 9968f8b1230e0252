package dev.marquee.engine.training.neighbours;

import dev.marquee.engine.Doc;
import dev.marquee.engine.Progress;
import dev.marquee.engine.math.CsrMatrix;
import dev.marquee.engine.math.Parallel;
import java.util.Arrays;

/// The similarity of two items by the users who had both: the item-to-item table.
///
/// With `x_i` the column of item `i` in the weighted users × items matrix, the similarity of `i`,
/// an item of the user's history, and `j`, a candidate, is the measure of `x_i` and `x_j`.
public record ItemSimilarity(
    @Doc("how the columns of two items are compared") Measure measure,
    @Doc("which share of a cosine's norm falls to `i`, 0 to 1: more lets popular `j` through")
        double balance,
    @Doc("how the users in a column are weighted") Weighting weighting,
    @Doc("added to the denominator, so that what few users had says little") double shrink,
    @Doc("how many an item keeps, as `keep` says") int neighbours,
    @Doc("whose neighbours are kept") Keep keep) {

  /// The similarity measure of two columns.
  public enum Measure {
    /// `x_i·x_j / (|x_i|^2b |x_j|^(2 - 2b) + shrink)` with the balance `b`: the cosine where it is
    /// 0.5 (Aiolli, 2013).
    COSINE,
    /// `n² / (n + shrink)` with `n = x_i·x_j`, the users who had both: favours popular items.
    CO_WATCH
  }

  /// The weight of a user in a column.
  public enum Weighting {
    NONE,
    /// Users with many items count less: log((2 + items) / (1 + the user's items)), above 0 even
    /// for a user with all items.
    TF_IDF,
    /// TF-IDF, where an item's users also count less the more there are: Okapi BM25 with k1 = 1.2
    /// and b = 0.75, items as documents and users as words.
    BM25
  }

  /// Which entries of the table are kept.
  public enum Keep {
    /// The most similar items of each history item: by row, as a server looks them up.
    PER_HISTORY,
    /// The most similar items of each candidate: by column, so that every item has some.
    PER_TARGET
  }

  private static final double K1 = 1.2;
  private static final double B = 0.75;

  public ItemSimilarity {
    positive("neighbours", neighbours);
    notNegative("shrink", shrink);
    if (!(balance >= 0 && balance <= 1)) {
      throw new IllegalArgumentException("balance must be in [0, 1], was " + balance);
    }
  }

  /// Items × items: row `i` holds the candidates similar to `i`, without `i`.
  ///
  /// @param interactions users × items, weights above 0
  public CsrMatrix of(CsrMatrix interactions, Parallel parallel, Progress progress)
      throws InterruptedException {
    CsrMatrix weighted = weighted(interactions);
    CsrMatrix byItem = weighted.transpose();
    double[] squares = byItem.weighted((item, user, weight) -> weight * weight).rowSums();
    double[] historyNorms = Arrays.stream(squares).map(it -> Math.pow(it, balance)).toArray();
    double[] targetNorms = Arrays.stream(squares).map(it -> Math.pow(it, 1 - balance)).toArray();
    TrimmedProduct.Finish finish =
        switch (measure) {
          case COSINE ->
              (i, j, product) -> (float) (product / (historyNorms[i] * targetNorms[j] + shrink));
          case CO_WATCH -> (i, j, product) -> (float) (product * (product / (product + shrink)));
        };
    return switch (keep) {
      case PER_HISTORY ->
          new TrimmedProduct(byItem, weighted, finish, neighbours).rows(parallel, progress);
      case PER_TARGET ->
          new TrimmedProduct(
                  byItem, weighted, (j, i, product) -> finish.of(i, j, product), neighbours)
              .rows(parallel, progress)
              .transpose();
    };
  }

  private CsrMatrix weighted(CsrMatrix interactions) {
    if (weighting == Weighting.NONE) {
      return interactions;
    }
    double[] inverseFrequency = new double[interactions.rows()];
    for (int user = 0; user < inverseFrequency.length; user++) {
      int own = interactions.end(user) - interactions.start(user);
      inverseFrequency[user] = Math.log((2.0 + interactions.columns()) / (1 + own));
    }
    if (weighting == Weighting.TF_IDF) {
      return interactions.weighted(
          (user, item, weight) -> (float) (Math.sqrt(weight) * inverseFrequency[user]));
    }
    double[] lengths = interactions.transpose().rowSums();
    double total = 0;
    for (double length : lengths) {
      total += length;
    }
    double mean = total / lengths.length;
    return interactions.weighted(
        (user, item, weight) -> {
          double saturation = K1 * (1 - B + B * lengths[item] / mean);
          return (float) (weight * (K1 + 1) / (saturation + weight) * inverseFrequency[user]);
        });
  }

  static void positive(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " must be at least 1, was " + value);
    }
  }

  static void notNegative(String name, double value) {
    if (!(value >= 0 && Double.isFinite(value))) {
      throw new IllegalArgumentException(name + " must be at least 0 and finite, was " + value);
    }
  }
}
