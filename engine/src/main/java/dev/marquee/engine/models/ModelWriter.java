package dev.marquee.engine.models;

import dev.marquee.engine.bytes.ByteWriter;
import dev.marquee.engine.math.CsrMatrix;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/// Writes one model as a sequence of little-endian values, sealed by checksums.
///
/// The stream begins with [#MAGIC], the model's kind and its format's version. [#seal] writes the
/// CRC32C of everything since the last seal: a model seals its sizes before what they count, so
/// that [ModelReader] never believes a damaged size, and seals its end.
public final class ModelWriter {

  static final long MAGIC = 0x314C444D_51524D89L; // the bytes 0x89 "MRQMDL1"

  private static final int BUFFER_BYTES = 1 << 16;

  private final OutputStream out;
  private final ByteWriter bytes = ByteWriter.littleEndian();

  public ModelWriter(OutputStream out, String kind, int version) throws IOException {
    this.out = out;
    writeLong(MAGIC);
    writeString(kind);
    writeInt(version);
    seal();
  }

  public void writeInt(int value) throws IOException {
    bytes.int32(value);
    drainIfFull();
  }

  public void writeLong(long value) throws IOException {
    bytes.int64(value);
    drainIfFull();
  }

  public void writeDouble(double value) throws IOException {
    bytes.float64(value);
    drainIfFull();
  }

  /// Writes a string as its length in UTF-8 and the bytes.
  public void writeString(String value) throws IOException {
    byte[] encoded = value.getBytes(StandardCharsets.UTF_8);
    bytes.int32(encoded.length);
    bytes.bytes(encoded);
    drainIfFull();
  }

  /// Writes floats alone: their number is the model's to write.
  public void writeFloats(float[] values) throws IOException {
    for (float value : values) {
      bytes.float32(value);
      drainIfFull();
    }
  }

  /// Writes a matrix alone: how many rows, columns and entries it has is the model's to write.
  public void writeMatrix(CsrMatrix matrix) throws IOException {
    for (int row = 0; row < matrix.rows(); row++) {
      writeInt(matrix.end(row));
    }
    for (int column : matrix.columnIndices()) {
      writeInt(column);
    }
    writeFloats(matrix.weights());
  }

  /// Writes the checksum of what came since the last one, and hands everything to the stream.
  public void seal() throws IOException {
    bytes.seal();
    bytes.drainTo(out);
    out.flush();
  }

  private void drainIfFull() throws IOException {
    if (bytes.size() >= BUFFER_BYTES) {
      bytes.drainTo(out);
    }
  }
}
