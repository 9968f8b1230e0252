package dev.marquee.engine.models;

import dev.marquee.engine.math.CsrMatrix;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/// Writes one model as a sequence of little-endian values, sealed by checksums.
///
/// The stream begins with [#MAGIC], the model's kind and its format's version. [#seal] writes the
/// CRC32C of everything since the last seal: a model seals its sizes before what they count, so
/// that [ModelReader] never believes a damaged size, and seals its end.
public final class ModelWriter {

  static final long MAGIC = 0x314C444D_51524D89L; // the bytes 0x89 "MRQMDL1"

  private static final int BUFFER_BYTES = 1 << 16;

  private final OutputStream out;
  private final CRC32C checksum = new CRC32C();
  private final ByteBuffer buffer =
      ByteBuffer.allocate(BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN);

  public ModelWriter(OutputStream out, String kind, int version) throws IOException {
    this.out = out;
    writeLong(MAGIC);
    writeString(kind);
    writeInt(version);
    seal();
  }

  public void writeInt(int value) throws IOException {
    reserve(Integer.BYTES).putInt(value);
  }

  public void writeLong(long value) throws IOException {
    reserve(Long.BYTES).putLong(value);
  }

  public void writeDouble(double value) throws IOException {
    reserve(Double.BYTES).putDouble(value);
  }

  /// Writes a string as its length in UTF-8 and the bytes.
  public void writeString(String value) throws IOException {
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    writeInt(bytes.length);
    for (byte b : bytes) {
      reserve(1).put(b);
    }
  }

  /// Writes floats alone: their number is the model's to write.
  public void writeFloats(float[] values) throws IOException {
    for (float value : values) {
      reserve(Float.BYTES).putFloat(value);
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
    drain();
    int crc = (int) checksum.getValue();
    reserve(Integer.BYTES).putInt(crc);
    drain();
    checksum.reset();
    out.flush();
  }

  private ByteBuffer reserve(int bytes) throws IOException {
    if (buffer.remaining() < bytes) {
      drain();
    }
    return buffer;
  }

  private void drain() throws IOException {
    checksum.update(buffer.array(), 0, buffer.position());
    out.write(buffer.array(), 0, buffer.position());
    buffer.clear();
  }
}
