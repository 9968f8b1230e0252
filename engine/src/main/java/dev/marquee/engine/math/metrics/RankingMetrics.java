package dev.marquee.engine.math.metrics;

import it.unimi.dsi.fastutil.ints.IntSet;
import java.util.OptionalDouble;

/// How well one list, best first, ranks the relevant items; the caller averages over lists.
///
/// `ranked` holds no id twice. Where it is longer than `k`, its first `k` count; where it is
/// shorter, the missing places count as misses. Metrics are undefined where nothing is relevant.
public final class RankingMetrics {

  private RankingMetrics() {}

  /// Recall@K: the share of the relevant items that is among the first `k`. The divisor is the
  /// number of relevant items, not capped at `k`, so that a user with more than `k` never gets 1.
  public static OptionalDouble recallAt(int k, int[] ranked, IntSet relevant) {
    return share(hitsAt(k, ranked, relevant), relevant.size(), relevant);
  }

  /// Precision@K: the share of `k` places that hold a relevant item.
  public static OptionalDouble precisionAt(int k, int[] ranked, IntSet relevant) {
    return share(hitsAt(k, ranked, relevant), k, relevant);
  }

  /// Hit rate@K: 1 where any of the first `k` is relevant, else 0.
  public static OptionalDouble hitRateAt(int k, int[] ranked, IntSet relevant) {
    return share(Math.min(1, hitsAt(k, ranked, relevant)), 1, relevant);
  }

  /// NDCG@K with gain 1 for each relevant item: the sum of the hits' discounts, 1 / log2(1 +
  /// place), over that of a list that begins with min(|relevant|, k) relevant items.
  public static OptionalDouble ndcgAt(int k, int[] ranked, IntSet relevant) {
    double gain = 0;
    for (int i = 0; i < places(k, ranked); i++) {
      if (relevant.contains(ranked[i])) {
        gain += discount(i);
      }
    }
    double ideal = 0;
    for (int i = 0; i < Math.min(k, relevant.size()); i++) {
      ideal += discount(i);
    }
    return share(gain, ideal, relevant);
  }

  /// Average precision@K: the sum of the precisions at each hit's place, over min(|relevant|, k).
  public static OptionalDouble averagePrecisionAt(int k, int[] ranked, IntSet relevant) {
    double sum = 0;
    int hits = 0;
    for (int i = 0; i < places(k, ranked); i++) {
      if (relevant.contains(ranked[i])) {
        hits++;
        sum += (double) hits / (i + 1);
      }
    }
    return share(sum, Math.min(k, relevant.size()), relevant);
  }

  private static int hitsAt(int k, int[] ranked, IntSet relevant) {
    int hits = 0;
    for (int i = 0; i < places(k, ranked); i++) {
      if (relevant.contains(ranked[i])) {
        hits++;
      }
    }
    return hits;
  }

  private static int places(int k, int[] ranked) {
    if (k < 1) {
      throw new IllegalArgumentException("k must be at least 1, was " + k);
    }
    return Math.min(k, ranked.length);
  }

  private static double discount(int index) {
    return 1 / (Math.log(index + 2) / Math.log(2));
  }

  private static OptionalDouble share(double part, double whole, IntSet relevant) {
    return relevant.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(part / whole);
  }
}
