package dev.marquee.engine.math.metrics;

import dev.marquee.engine.math.SortableFloats;
import java.util.Arrays;
import java.util.OptionalDouble;

/// The area under the ROC curve: the probability that a positive scores above a negative, where
/// ties count half. Sorts once; scores and labels are parallel arrays.
///
/// NaN scores are refused: they have no place in an order.
public final class Auc {

  private Auc() {}

  /// The AUC of all scores together; undefined where there is no positive or no negative.
  public static OptionalDouble of(float[] scores, boolean[] labels) {
    long[] keys = sorted(new int[scores.length], scores, labels);
    var counts = new Counts(keys, 0, keys.length);
    return counts.positives == 0 || counts.negatives == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(counts.auc());
  }

  /// GAUC: the mean of the AUCs of groups, such as a user's impressions, weighted by group size,
  /// over the groups that have both labels (Zhou et al., "Deep Interest Network", 2018). Undefined
  /// where no group has both.
  ///
  /// @param groups a number of 0 or above for each score
  public static OptionalDouble grouped(int[] groups, float[] scores, boolean[] labels) {
    if (groups.length != scores.length) {
      throw new IllegalArgumentException(
          "every score has a group, but there are " + scores.length + " and " + groups.length);
    }
    long[] keys = sorted(groups, scores, labels);
    double sum = 0;
    long weight = 0;
    for (int from = 0; from < keys.length; ) {
      int to = from + 1;
      while (to < keys.length && group(keys[to]) == group(keys[from])) {
        to++;
      }
      var counts = new Counts(keys, from, to);
      if (counts.positives > 0 && counts.negatives > 0) {
        sum += counts.auc() * (to - from);
        weight += to - from;
      }
      from = to;
    }
    return weight == 0 ? OptionalDouble.empty() : OptionalDouble.of(sum / weight);
  }

  /// Group (31 bits), score (32 bits) and label (1 bit) packed into one number each, sorted.
  private static long[] sorted(int[] groups, float[] scores, boolean[] labels) {
    if (scores.length != labels.length) {
      throw new IllegalArgumentException(
          "every score has a label, but there are " + scores.length + " and " + labels.length);
    }
    var keys = new long[scores.length];
    for (int i = 0; i < keys.length; i++) {
      if (Float.isNaN(scores[i])) {
        throw new IllegalArgumentException("score " + i + " is NaN, expected a number");
      }
      if (groups[i] < 0) {
        throw new IllegalArgumentException("group " + i + " is " + groups[i] + ", expected >= 0");
      }
      // Flipping the score's sign bit turns its signed order into the unsigned order of inner bits.
      long score = (SortableFloats.bits(scores[i]) ^ Integer.MIN_VALUE) & 0xFFFF_FFFFL;
      keys[i] = (long) groups[i] << 33 | score << 1 | (labels[i] ? 1 : 0);
    }
    Arrays.sort(keys);
    return keys;
  }

  private static long group(long key) {
    return key >>> 33;
  }

  /// Counts the pairs of a positive and a negative in the sorted run of one group.
  private static final class Counts {

    private long positives;
    private long negatives;

    /// Pairs in the right order, counted twice so that a tie counts 1. Below 2^63.
    private long doubled;

    private Counts(long[] keys, int from, int to) {
      for (int i = from; i < to; ) {
        long score = keys[i] >>> 1;
        long tiedPositives = 0;
        long tied = 0;
        for (; i < to && keys[i] >>> 1 == score; i++) {
          tiedPositives += keys[i] & 1;
          tied++;
        }
        doubled += tiedPositives * (2 * negatives + tied - tiedPositives);
        positives += tiedPositives;
        negatives += tied - tiedPositives;
      }
    }

    private double auc() {
      return doubled / 2.0 / ((double) positives * negatives);
    }
  }
}
