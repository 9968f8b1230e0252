package dev.marquee.engine.bytes;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32C;

/// Reads what [ByteWriter] wrote, in the same order.
///
/// Reading past the end throws [IndexOutOfBoundsException]; an invalid number, such as a length
/// beyond the end, throws that or [IllegalArgumentException]. Damaged bytes never cause long loops,
/// or allocations above a small multiple of the input.
public final class ByteReader {

  private final CRC32C crc = new CRC32C();
  private final byte[] bytes;
  private final ByteBuffer view;
  private int limit;
  private int position;

  /// Start of the bytes that are not in the checksum yet.
  private int unchecked;

  private ByteReader(byte[] bytes, int limit, ByteOrder order) {
    this.bytes = bytes;
    this.view = ByteBuffer.wrap(bytes).order(order);
    this.limit = limit;
  }

  /// Reads all of `bytes`.
  public static ByteReader littleEndian(byte[] bytes) {
    return new ByteReader(bytes, bytes.length, ByteOrder.LITTLE_ENDIAN);
  }

  /// Reads `bytes` from the start to before `limit`.
  public static ByteReader bigEndian(byte[] bytes, int limit) {
    return new ByteReader(bytes, limit, ByteOrder.BIG_ENDIAN);
  }

  /// Reads a stream through a window of `room` bytes, which [#refill] fills.
  public static ByteReader littleEndianWindow(int room) {
    return new ByteReader(new byte[room], 0, ByteOrder.LITTLE_ENDIAN);
  }

  public int position() {
    return position;
  }

  /// How many bytes are left.
  public int left() {
    return limit - position;
  }

  public boolean isAtEnd() {
    return position == limit;
  }

  public int int8() {
    return bytes[take(1)] & 0xff;
  }

  public int int32() {
    return view.getInt(take(Integer.BYTES));
  }

  public long int64() {
    return view.getLong(take(Long.BYTES));
  }

  public float float32() {
    return Float.intBitsToFloat(int32());
  }

  public double float64() {
    return Double.longBitsToDouble(int64());
  }

  /// Reads a known and validated number of floats.
  public float[] floats(int count) {
    if (count < 0 || count > left() / Float.BYTES) {
      throw new IndexOutOfBoundsException(count + " floats in " + left() + " bytes");
    }
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = float32();
    }
    return values;
  }

  public int varint() {
    return (int) varlong();
  }

  public long varlong() {
    long value = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      byte b = bytes[take(1)];
      value |= (b & 0x7fL) << shift;
      if (b >= 0) {
        return value;
      }
    }
    throw new IllegalArgumentException("a number is longer than ten bytes");
  }

  public long signed() {
    long value = varlong();
    return (value >>> 1) ^ -(value & 1);
  }

  public String text() {
    int length = length();
    return new String(bytes, take(length), length, StandardCharsets.UTF_8);
  }

  public byte[] block() {
    int length = length();
    int from = take(length);
    return Arrays.copyOfRange(bytes, from, from + length);
  }

  /// Reads a known number of bytes.
  public byte[] bytes(int count) {
    if (count < 0) {
      throw new IndexOutOfBoundsException(count + " bytes");
    }
    int from = take(count);
    return Arrays.copyOfRange(bytes, from, from + count);
  }

  private int length() {
    int length = varint();
    if (length < 0 || length > left()) {
      throw new IndexOutOfBoundsException("a block of " + length + " bytes in " + left());
    }
    return length;
  }

  /// A text that [ByteWriter#chars] wrote.
  public String chars() {
    long header = varlong();
    int length = (int) Math.min(header >>> 1, Integer.MAX_VALUE / 2);
    if ((header & 1) == 0) {
      return new String(bytes, take(length), length, StandardCharsets.ISO_8859_1);
    }
    int from = take(2 * length);
    char[] chars = new char[length];
    for (int i = 0; i < length; i++) {
      chars[i] = (char) (bytes[from + 2 * i] << 8 | (bytes[from + 2 * i + 1] & 0xff));
    }
    return new String(chars);
  }

  /// The CRC-32C of everything read since the last [#seal].
  public int checksum() {
    absorb();
    return (int) crc.getValue();
  }

  /// Reads a checksum; the next one begins after it.
  public int seal() {
    int found = int32();
    unchecked = position;
    crc.reset();
    return found;
  }

  /// Whether the last four bytes are the CRC-32C of all bytes before them.
  public boolean isSealed() {
    int end = limit - Integer.BYTES;
    var all = new CRC32C();
    all.update(bytes, 0, Math.max(0, end));
    return end >= 0 && view.getInt(end) == (int) all.getValue();
  }

  /// Reads from a stream until at least `count` bytes are left here, or the stream ends.
  ///
  /// @return whether at least `count` bytes are left
  public boolean refill(InputStream in, int count) throws IOException {
    absorb();
    System.arraycopy(bytes, position, bytes, 0, left());
    limit = left();
    position = 0;
    unchecked = 0;
    while (limit < count) {
      int read = in.read(bytes, limit, bytes.length - limit);
      if (read < 0) {
        return false;
      }
      limit += read;
    }
    return true;
  }

  private void absorb() {
    crc.update(bytes, unchecked, position - unchecked);
    unchecked = position;
  }

  private int take(int count) {
    int from = position;
    if (count > limit - from) {
      throw new IndexOutOfBoundsException(
          "%d bytes at byte %d of %d: it ends too early".formatted(count, from, limit));
    }
    position = from + count;
    return from;
  }
}
