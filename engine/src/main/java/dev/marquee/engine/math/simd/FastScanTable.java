package dev.marquee.engine.math.simd;

/// A query as [FastScanBlocks] looks it up: of each coordinate what each code adds to a score,
/// rounded to steps that are as fine as sums of 16 bits allow.
///
/// For any number of threads.
public final class FastScanTable {

  /// Codes of a coordinate.
  static final int CODES = 16;

  /// Where the table of the next coordinate begins: as wide as the widest vector, which is loaded
  /// whole though its first sixteen bytes are all that is looked up.
  static final int STRIDE = 64;

  /// Two coordinates' shares are added as bytes.
  private static final int GREATEST = 127;

  final byte[] tables;
  final int pairs;
  final float step;
  final float offset;
  private final float error;

  /// @param query d floats, by which values of codes are multiplied
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

  /// The most by which the rounding of shares changes a sum, before it is scaled.
  public float error() {
    return error;
  }

  /// About the variance of that change.
  public float variance() {
    return 2 * pairs * step * step / 12;
  }
}
