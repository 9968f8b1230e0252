package dev.marquee.engine.math.simd;

/// The lookup tables of a query for [FastScanBlocks]: for each coordinate and code the contribution
/// to the score, rounded to steps that are as fine as 16-bit sums allow.
///
/// Immutable, so safe for use by many threads.
public final class FastScanTable {

  /// Number of codes of a coordinate.
  static final int CODES = 16;

  /// Bytes from one coordinate's table to the next: the widest vector, which is loaded whole
  /// although lookups use only its first sixteen bytes.
  static final int STRIDE = 64;

  /// The greatest entry, as the entries of two coordinates are added as bytes.
  private static final int GREATEST = 127;

  final byte[] tables;
  final int pairs;
  final float step;
  final float offset;
  private final float error;

  /// @param query d floats
  public FastScanTable(float[] query) {
    int d = query.length;
    this.pairs = FastScanBlocks.pairs(d);
    this.tables = new byte[2 * pairs * STRIDE];
    int max = Math.min(GREATEST, Short.MAX_VALUE / Math.max(1, 2 * pairs));
    float width = FastScanBlocks.middle(CODES - 1) - FastScanBlocks.middle(0);
    float widest = 0;
    for (float factor : query) {
      widest = Math.max(widest, Math.abs(factor) * width);
    }
    this.step = widest > 0 ? widest / max : 1;
    float min = 0;
    float wrong = 0;
    for (int k = 0; k < d; k++) {
      float lowest = query[k] * FastScanBlocks.middle(query[k] < 0 ? CODES - 1 : 0);
      float worst = 0;
      for (int code = 0; code < CODES; code++) {
        float share = query[k] * FastScanBlocks.middle(code) - lowest;
        int steps = Math.min(max, Math.round(share / step));
        tables[k * STRIDE + code] = (byte) steps;
        worst = Math.max(worst, Math.abs(share - steps * step));
      }
      min += lowest;
      wrong += worst;
    }
    this.offset = min;
    this.error = wrong;
  }

  /// Upper bound of the rounding error of a score, before it is multiplied by the vector's scale.
  public float error() {
    return error;
  }

  /// The approximate variance of that error.
  public float variance() {
    return 2 * pairs * step * step / 12;
  }
}
