package dev.marquee.engine.math.simd;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/// Inner products of one `float` vector with blocks of 64 vectors of 4-bit codes. Each code's
/// contribution is looked up in a table of 16 (André, Kermarrec and Le Scouarnec, "Cache Locality
/// Is Not Enough: High-Performance Nearest Neighbor Search with Product Quantization Fast Scan",
/// 2015, with scalar codes).
///
/// Code `c`, 0 to 15, stands for the value `16 c - 120.5`, the middle of the bytes, -128 to 127,
/// that are coded as `c`. A block is stored by pairs of coordinates, 64 bytes for each: the lower
/// four bits of a byte are the code of the first coordinate, the upper four that of the second. The
/// block's first 32 lanes have the even bytes, the last 32 the odd ones, so that 16-bit sums come
/// out in the order of lanes.
public final class FastScanBlocks {

  /// Vectors in a block.
  public static final int BLOCK = 64;

  private static final ValueLayout.OfFloat FLOAT =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private static final FastScanKernels KERNELS = FastScanKernels.choose();

  private FastScanBlocks() {}

  /// The kernels in use, for a log line.
  public static String kernels() {
    return KERNELS.toString();
  }

  /// The size in bytes of a block of vectors of `dimension` coordinates.
  public static int bytes(int dimension) {
    return pairs(dimension) * BLOCK + BLOCK * Float.BYTES;
  }

  static int pairs(int dimension) {
    return (dimension + 1) / 2;
  }

  /// Writes the codes of a byte vector, and its scale, to a lane of a block.
  ///
  /// @param blocks where the block begins at byte `at`
  public static void set(MemorySegment blocks, long at, int lane, byte[] vector, float scale) {
    long place = at + byteOf(lane);
    for (int k = 0; k < vector.length; k += 2) {
      int low = code(vector[k]);
      int high = k + 1 < vector.length ? code(vector[k + 1]) : 0;
      blocks.set(ValueLayout.JAVA_BYTE, place + (long) k / 2 * BLOCK, (byte) (high << 4 | low));
    }
    blocks.set(FLOAT, scaleAt(at, lane, vector.length), scale);
  }

  /// The scale of a lane.
  public static float scale(MemorySegment blocks, long at, int lane, int dimension) {
    return blocks.get(FLOAT, scaleAt(at, lane, dimension));
  }

  private static long scaleAt(long at, int lane, int dimension) {
    return at + (long) pairs(dimension) * BLOCK + (long) lane * Float.BYTES;
  }

  /// Copies the codes and the scale of a lane to one of another block.
  public static void copy(
      MemorySegment from,
      long fromAt,
      int fromLane,
      MemorySegment to,
      long toAt,
      int toLane,
      int dimension) {
    for (long pair = 0; pair < (long) pairs(dimension) * BLOCK; pair += BLOCK) {
      byte both = from.get(ValueLayout.JAVA_BYTE, fromAt + pair + byteOf(fromLane));
      to.set(ValueLayout.JAVA_BYTE, toAt + pair + byteOf(toLane), both);
    }
    to.set(FLOAT, scaleAt(toAt, toLane, dimension), scale(from, fromAt, fromLane, dimension));
  }

  /// The index of a lane's byte among the 64 of a pair.
  static int byteOf(int lane) {
    return lane * 2 % BLOCK + lane / (BLOCK / 2);
  }

  /// The code of a byte: its upper four bits, shifted to 0 to 15.
  private static int code(byte value) {
    return (value + 128) >> 4;
  }

  /// The value that a byte's code stands for.
  public static float middle(byte value) {
    return middle(code(value));
  }

  static float middle(int code) {
    return 16 * code - 120.5f;
  }

  /// Scores a block: lane `i` of `into` becomes about `base + scales[i] · Σ query[k] ·
  /// middle(code[k][i])`.
  ///
  /// @param blocks where the block begins at byte `at`
  /// @param floor the least score of interest
  /// @return the lanes whose score is `floor` or above, one bit each; never a NaN
  public static long score(
      MemorySegment blocks,
      long at,
      FastScanTable query,
      float base,
      BlockScores into,
      float floor) {
    return KERNELS.score(blocks, at, query, base, into, floor);
  }
}
