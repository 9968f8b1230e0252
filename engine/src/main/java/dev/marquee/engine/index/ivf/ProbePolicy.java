package dev.marquee.engine.index.ivf;

import java.util.Arrays;

/// How many spreads from its centroid a list's vectors are looked for, by how deep a search goes:
/// the more candidates it asks for, the less it loses with a list too few.
///
/// @param spreads one for each of [#DEPTHS]
// Nobody compares two of them.
@SuppressWarnings("ArrayRecordComponent")
public record ProbePolicy(float[] spreads) {

  /// Candidates asked for, over the share of vectors that pass the filter.
  static final int[] DEPTHS = {50, 500, 5000};

  /// A copy of [#DEPTHS].
  public static int[] depths() {
    return DEPTHS.clone();
  }

  /// All lists are read.
  static final ProbePolicy EVERYTHING = new ProbePolicy(new float[0]);

  /// The same at all depths.
  static ProbePolicy of(float spreads) {
    float[] all = new float[DEPTHS.length];
    Arrays.fill(all, spreads);
    return new ProbePolicy(all);
  }

  boolean isEverything() {
    return spreads.length == 0;
  }

  /// Spreads for a depth, by the logarithm between the depths that were measured.
  float at(float depth) {
    for (int i = 0; i < DEPTHS.length - 1; i++) {
      if (depth < DEPTHS[i + 1]) {
        double part = Math.log(depth / DEPTHS[i]) / Math.log((double) DEPTHS[i + 1] / DEPTHS[i]);
        float share = (float) Math.max(0, part);
        return spreads[i] + share * (spreads[i + 1] - spreads[i]);
      }
    }
    return spreads[spreads.length - 1];
  }
}
