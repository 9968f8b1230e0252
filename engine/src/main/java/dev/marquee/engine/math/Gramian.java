package dev.marquee.engine.math;

/// `VᵀV` of a tall matrix: all inner products of its columns, which stand for all rows at once.
public final class Gramian {

  /// Rows that add up in `float` before they join a `double`: short enough to lose nothing.
  private static final int BLOCK = 256;

  /// As many partial sums as machines have cores for; fixed, so that the bits are.
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

  /// As above, on the caller's thread alone.
  public static float[] of(float[] matrix, int rows, int width) {
    int part = Math.max(BLOCK, Math.ceilDiv(rows, PARTS));
    var partial = new double[Math.ceilDiv(rows, part)][];
    for (int number = 0; number < partial.length; number++) {
      int from = number * part;
      partial[number] = of(matrix, from, from + Math.min(part, rows - from), width);
    }
    return symmetric(partial, width);
  }

  private static double[] of(float[] matrix, int from, int to, int width) {
    var sum = new double[width * width];
    var block = new float[width * width];
    for (int start = from; start < to; start += BLOCK) {
      int end = Math.min(to, start + BLOCK);
      for (int row = start; row < end; row++) {
        for (int i = 0; i < width; i++) {
          int aligned = i & -16;
          Vectors.axpy(
              matrix[row * width + i],
              matrix,
              row * width + aligned,
              block,
              i * width + aligned,
              width - aligned);
        }
      }
      for (int i = 0; i < sum.length; i++) {
        sum[i] += block[i];
        block[i] = 0;
      }
    }
    return sum;
  }

  /// Adds the parts in their order and mirrors the upper triangle.
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
