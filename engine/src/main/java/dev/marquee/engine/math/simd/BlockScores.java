package dev.marquee.engine.math.simd;

import static dev.marquee.engine.math.simd.FastScanBlocks.BLOCK;

/// The scores of a block, as [FastScanBlocks#score] leaves them; for one thread at a time.
public final class BlockScores {

  final float[] scores = new float[BLOCK];

  /// Sums of steps, before they are scaled.
  final short[] sums = new short[BLOCK];

  /// The score of a lane.
  public float get(int lane) {
    return scores[lane];
  }
}
