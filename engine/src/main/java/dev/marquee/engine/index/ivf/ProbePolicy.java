package dev.marquee.engine.index.ivf;

import dev.marquee.engine.index.RecallQueries;
import java.util.Arrays;

/// Which lists a search reads: those that may hold one of its best if residuals along the query are
/// at most a number of standard deviations. A deeper search loses less recall with a missing list,
/// so the number depends on the depth.
///
/// @param deviations one for each of [RecallQueries#depths]; empty where all lists are read
record ProbePolicy(float[] deviations) {

  private static final int[] DEPTHS = RecallQueries.depths();

  /// All lists are read.
  static final ProbePolicy EVERYTHING = new ProbePolicy(new float[0]);

  /// The same deviations at all depths.
  static ProbePolicy of(float deviations) {
    float[] all = new float[DEPTHS.length];
    Arrays.fill(all, deviations);
    return new ProbePolicy(all);
  }

  boolean isEverything() {
    return deviations.length == 0;
  }

  /// The deviations for a depth, interpolated logarithmically between the measured depths.
  float at(float depth) {
    for (int i = 0; i < DEPTHS.length - 1; i++) {
      if (depth < DEPTHS[i + 1]) {
        double part = Math.log(depth / DEPTHS[i]) / Math.log((double) DEPTHS[i + 1] / DEPTHS[i]);
        float share = (float) Math.max(0, part);
        return deviations[i] + share * (deviations[i + 1] - deviations[i]);
      }
    }
    return deviations[deviations.length - 1];
  }
}
