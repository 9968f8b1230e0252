package dev.marquee.engine.math.simd;

import static dev.marquee.engine.math.simd.FastScanBlocks.BLOCK;

/// Receives the scores of a block from [FastScanBlocks#score]. Not safe for use by many threads.
public final class BlockScores {

  final float[] scores = new float[BLOCK];

  /// Sums of table entries, in steps, before scaling.
  final short[] sums = new short[BLOCK];

  /// The score of a lane.
  public float get(int lane) {
    return scores[lane];
  }
}
