package dev.marquee.engine.models;

import dev.marquee.engine.bytes.ByteReader;
import dev.marquee.engine.math.CsrMatrix;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/// Reads what [ModelWriter] wrote, in the same order, and rejects damaged files and other format
/// versions.
///
/// A model's reader verifies a seal (checksum) before it uses a size. Reads ahead, so the stream
/// must hold one model and nothing after it.
public final class ModelReader {

  private static final int BUFFER_BYTES = 1 << 16;

  /// The maximum length of a string; a longer one means that the length is damaged.
  private static final int MAX_STRING_BYTES = 1 << 20;

  private static final String WAY_OUT = ": restore the file, or train again";

  private final InputStream in;
  private final String kind;
  private final ByteReader bytes = ByteReader.littleEndianWindow(BUFFER_BYTES);

  /// Number of bytes read from the stream before those in the buffer.
  private long before;

  /// Opens a model of this kind and format version.
  ///
  /// @throws CorruptModelException if the stream holds anything else
  public ModelReader(InputStream in, String kind, int version) throws IOException {
    this.in = in;
    this.kind = kind;
    long magic = readLong();
    if (magic != ModelWriter.MAGIC) {
      throw new CorruptModelException(
          "not a Marquee model: begins with %016x, expected %016x"
              .formatted(Long.reverseBytes(magic), Long.reverseBytes(ModelWriter.MAGIC)));
    }
    String found = readString();
    int foundVersion = readInt();
    checkSeal("the header");
    if (!found.equals(kind)) {
      throw new CorruptModelException(
          "a model of kind '%s', expected '%s': name the right file".formatted(found, kind));
    }
    if (foundVersion != version) {
      throw new CorruptModelException(
          "%s model of format %d, this Marquee reads %d: use the Marquee that wrote it, or retrain"
              .formatted(kind, foundVersion, version));
    }
  }

  public int readInt() throws IOException {
    return require(Integer.BYTES).int32();
  }

  public long readLong() throws IOException {
    return require(Long.BYTES).int64();
  }

  public double readDouble() throws IOException {
    return require(Double.BYTES).float64();
  }

  public String readString() throws IOException {
    int length = readInt();
    if (length < 0 || length > MAX_STRING_BYTES) {
      throw damaged("a string of " + length + " bytes");
    }
    var encoded = new byte[length];
    for (int i = 0; i < length; i++) {
      encoded[i] = (byte) require(1).int8();
    }
    return new String(encoded, StandardCharsets.UTF_8);
  }

  /// Reads `length` floats; the length must come from a verified block.
  public float[] readFloats(int length) throws IOException {
    var values = new float[length];
    readFloats(values);
    return values;
  }

  /// Fills an array; its length must come from a verified block.
  public void readFloats(float[] into) throws IOException {
    for (int i = 0; i < into.length; i++) {
      into[i] = require(Float.BYTES).float32();
    }
  }

  /// Reads a matrix; its sizes must come from a verified block.
  public CsrMatrix readMatrix(int rows, int columns, int entries) throws IOException {
    var starts = new int[rows + 1];
    for (int row = 0; row < rows; row++) {
      starts[row + 1] = readInt();
    }
    var columnIndices = new int[entries];
    for (int i = 0; i < entries; i++) {
      columnIndices[i] = readInt();
    }
    float[] weights = readFloats(entries);
    try {
      return CsrMatrix.ofParts(columns, starts, columnIndices, weights);
    } catch (IllegalArgumentException e) {
      throw damaged(e.getMessage());
    }
  }

  /// Verifies the checksum of everything since the last seal.
  ///
  /// @param what names the checked part in the error message
  public void checkSeal(String what) throws IOException {
    require(Integer.BYTES);
    int expected = bytes.checksum();
    int found = bytes.seal();
    if (found != expected) {
      throw damaged("%s has checksum %08x, expected %08x".formatted(what, expected, found));
    }
  }

  /// Checks that nothing follows.
  public void checkEnd() throws IOException {
    if (!bytes.isAtEnd() || in.read() >= 0) {
      throw damaged("bytes follow its end");
    }
  }

  /// An error for bad data with a valid checksum, such as a value out of range.
  CorruptModelException damaged(String what) {
    return new CorruptModelException(
        "%s model is damaged before byte %d: %s%s"
            .formatted(kind, before + bytes.position(), what, WAY_OUT));
  }

  private ByteReader require(int count) throws IOException {
    if (bytes.left() < count) {
      before += bytes.position();
      if (!bytes.refill(in, count)) {
        throw new CorruptModelException(
            "%s model ends at byte %d, in the middle%s"
                .formatted(kind, before + bytes.left(), WAY_OUT));
      }
    }
    return bytes;
  }
}
