package dev.marquee.engine.math;

import dev.marquee.engine.math.simd.Kernels;

/// `VᵀV` of a tall matrix: all inner products of its columns.
public final class Gramian {

  /// Rows summed in `float` before the sum is added to a `double`: few enough to lose no precision.
  private static final int BLOCK = 256;

  private static final int NEAR = 64;

  /// Number of partial sums, enough for the cores of most machines; fixed, so that the bits of the
  /// result are.
  private static final int PARTS = 64;

  private Gramian() {}

  /// The Gramian of `rows` rows of `width` floats, row by row; `width` × `width`, symmetric.
  ///
  /// The bits do not depend on the thread count.
  public static float[] of(float[] matrix, int rows, int width, Parallel parallel)
      throws InterruptedException {
    int part = Math.max(BLOCK, Math.ceilDiv(rows, PARTS));
    var partial = new double[Math.ceilDiv(rows, part)][];
    parallel.overChunks(
        rows, part, (number, from, to) -> partial[number] = of(matrix, from, to, width));
    return symmetric(partial, width);
  }

  /// As above, on the caller's thread.
  public static float[] of(float[] matrix, int rows, int width) {
    int part = Math.max(BLOCK, Math.ceilDiv(rows, PARTS));
    var partial = new double[Math.ceilDiv(rows, part)][];
    for (int number = 0; number < partial.length; number++) {
      int from = number * part;
      partial[number] = of(matrix, from, from + Math.min(part, rows - from), width);
    }
    return symmetric(partial, width);
  }

  /// Adds the Gramian of `rows` rows of `width` floats, `stride` apart from `offset` on, to `sum`:
  /// the upper triangle only; the lower one is undefined.
  ///
  /// @param sum `width` × `width`
  public static void add(float[] matrix, int offset, int stride, int rows, int width, float[] sum) {
    // As many rows at a time as fit into the L1 cache.
    for (int from = 0; from < rows; from += NEAR) {
      int count = Math.min(NEAR, rows - from);
      int start = offset + from * stride;
      int i = 0;
      for (; i + Kernels.TILE <= width; i += Kernels.TILE) {
        // Aligned to a full vector: a few unneeded columns cost less than an unaligned start.
        int first = i & -16;
        Vectors.products(
            matrix,
            start + i,
            stride,
            matrix,
            start + first,
            stride,
            count,
            false,
            sum,
            i * width + first,
            width,
            width - first);
      }
      for (; i < width; i++) {
        for (int row = 0; row < count; row++) {
          int at = start + row * stride + i;
          Vectors.axpy(matrix[at], matrix, at, sum, i * width + i, width - i);
        }
      }
    }
  }

  private static double[] of(float[] matrix, int from, int to, int width) {
    var sum = new double[width * width];
    var block = new float[width * width];
    for (int start = from; start < to; start += BLOCK) {
      add(matrix, start * width, width, Math.min(BLOCK, to - start), width, block);
      for (int i = 0; i < sum.length; i++) {
        sum[i] += block[i];
        block[i] = 0;
      }
    }
    return sum;
  }

  /// Sums the parts in order and mirrors the upper triangle.
  private static float[] symmetric(double[][] parts, int width) {
    var gramian = new float[width * width];
    for (int i = 0; i < width; i++) {
      for (int j = i; j < width; j++) {
        double sum = 0;
        for (double[] part : parts) {
          sum += part[i * width + j];
        }
        gramian[i * width + j] = (float) sum;
        gramian[j * width + i] = (float) sum;
      }
    }
    return gramian;
  }
}
