package dev.marquee.engine.index;

/// Rounds vectors to a byte a coordinate. Holds the last one; not safe for use by many threads.
final class Encoder {

  private static final int GREATEST = 127;

  final byte[] code;

  /// Coordinate `k` is about `scale · dimensionScales[k] · code[k]`.
  float scale;

  Encoder(int dimension) {
    this.code = new byte[dimension];
  }

  void encode(float[] vector, int offset, float[] dimensionScales) {
    float greatest = 0;
    for (int k = 0; k < code.length; k++) {
      greatest = Math.max(greatest, Math.abs(vector[offset + k] / dimensionScales[k]));
    }
    scale = greatest / GREATEST;
    float inverse = greatest > 0 ? GREATEST / greatest : 0;
    for (int k = 0; k < code.length; k++) {
      code[k] = (byte) Math.round(vector[offset + k] / dimensionScales[k] * inverse);
    }
  }
}
