package dev.marquee.engine.models;

import dev.marquee.engine.bytes.ByteWriter;
import dev.marquee.engine.math.CsrMatrix;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/// Writes one model as a sequence of little-endian values, sealed by checksums.
///
/// The stream begins with [#MAGIC], the model's kind and its format's version. [#seal] writes the
/// CRC-32C of everything since the last seal. A model seals its sizes before the data they
/// describe, so that [ModelReader] never uses a damaged size, and seals its end.
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

  /// Writes a string as its length in bytes and its UTF-8 bytes.
  public void writeString(String value) throws IOException {
    byte[] encoded = value.getBytes(StandardCharsets.UTF_8);
    bytes.int32(encoded.length);
    bytes.bytes(encoded);
    drainIfFull();
  }

  /// Writes floats without their count, which the model writes.
  public void writeFloats(float[] values) throws IOException {
    for (float value : values) {
      bytes.float32(value);
      drainIfFull();
    }
  }

  /// Writes a matrix without its numbers of rows, columns and entries, which the model writes.
  public void writeMatrix(CsrMatrix matrix) throws IOException {
    for (int row = 0; row < matrix.rows(); row++) {
      writeInt(matrix.end(row));
    }
    for (int column : matrix.columnIndices()) {
      writeInt(column);
    }
    writeFloats(matrix.weights());
  }

  /// Writes the checksum of everything since the last seal, and flushes the buffer to the stream.
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
