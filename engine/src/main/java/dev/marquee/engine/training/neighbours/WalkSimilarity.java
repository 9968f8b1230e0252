package dev.marquee.engine.training.neighbours;

import dev.marquee.engine.Progress;
import dev.marquee.engine.math.CsrMatrix;
import dev.marquee.engine.math.Parallel;

/// The probability that a random walk of two steps goes from an item through a user to another
/// item: P3alpha (Cooper et al., 2014) and RP3beta (Paudel et al., 2017), in closed form.
///
/// Each step's probability is raised to `alpha`; column `j` is divided by degree(j)^`beta`; the
/// diagonal is zero. Each row keeps its largest entries, then each column.
///
/// @param neighbours number of entries kept per row, then per column
/// @param alpha above 1 prefers the likely steps, below 1 evens them out
/// @param beta 0 is P3alpha; more takes from popular items
/// @param normalise whether rows are normalised to sum to 1, after trimming rows and before
///   trimming columns
public record WalkSimilarity(int neighbours, double alpha, double beta, boolean normalise) {

  public WalkSimilarity {
    ItemSimilarity.positive("neighbours", neighbours);
    ItemSimilarity.notNegative("alpha", alpha);
    ItemSimilarity.notNegative("beta", beta);
  }

  /// Items × items: row `i` holds where walks from `i` lead.
  ///
  /// @param interactions users × items, weights above 0
  public CsrMatrix of(CsrMatrix interactions, Parallel parallel, Progress progress)
      throws InterruptedException {
    CsrMatrix byItem = interactions.transpose();
    double[] degrees = byItem.rowSums();
    double[] penalties = new double[degrees.length];
    for (int item = 0; item < penalties.length; item++) {
      penalties[item] = Math.pow(degrees[item], -beta);
    }
    CsrMatrix rows =
        new TrimmedProduct(
                steps(byItem),
                steps(interactions),
                (i, j, product) -> (float) (product * penalties[j]),
                neighbours)
            .rows(parallel, progress);
    if (normalise) {
      double[] sums = rows.rowSums();
      rows = rows.weighted((i, j, weight) -> (float) (weight / sums[i]));
    }
    return TrimmedProduct.trimColumns(rows, neighbours);
  }

  private CsrMatrix steps(CsrMatrix matrix) {
    double[] sums = matrix.rowSums();
    return matrix.weighted((row, column, weight) -> (float) Math.pow(weight / sums[row], alpha));
  }
}
