package dev.marquee.engine.math;

import java.lang.foreign.MemorySegment;

/// Inner products of one `float` vector with blocks of 64 vectors of `byte` codes.
///
/// A block stands dimension by dimension: the 64 codes of the first coordinate, then those of the
/// second and so on, so that a product of 64 vectors is d multiply-adds of full machine vectors,
/// without one sum across a machine vector. Each product is summed by fused multiply-add from the
/// first coordinate to the last, so it has the same bits with any kernel.
public final class CodeBlocks {

  /// Vectors in a block.
  public static final int BLOCK = 64;

  private static final CodeKernels KERNELS = CodeKernels.choose();

  private CodeBlocks() {}

  /// What runs here, for a log line.
  public static String kernels() {
    return KERNELS.toString();
  }

  /// Scores a block: `into[i]` becomes `scales[i] · Σ query[k] · code[k][i]`.
  ///
  /// @param codes where the block's 64 · d codes begin at byte `codesAt`
  /// @param scales where the block's 64 floats, little-endian, begin at byte `scalesAt`
  /// @param query d floats
  /// @param into 64 floats
  /// @param floor what is worth a look
  /// @return the lanes whose score is `floor` or above, one bit each; never one of NaN
  public static long score(
      MemorySegment codes,
      long codesAt,
      MemorySegment scales,
      long scalesAt,
      float[] query,
      int dimension,
      float[] into,
      float floor) {
    return KERNELS.score(codes, codesAt, scales, scalesAt, query, dimension, into, floor);
  }
}
