package dev.marquee.engine.bytes;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32C;

/// Writes values into one growing array; [ByteReader] reads them back.
///
/// The one writer of all stored formats. A varint has seven bits per byte, the lowest first.
/// [#seal] appends the CRC-32C of everything since the last seal; [#drainTo] passes on parts of a
/// long stream, whose checksum continues.
///
/// For one thread. Keeps its largest array, so that reuse allocates nothing.
public final class ByteWriter {

  private static final int ROOM_AT_FIRST = 512;

  /// The maximum size of a varint in bytes.
  private static final int MAX_VARINT = 10;

  private final ByteOrder order;
  private final CRC32C crc = new CRC32C();
  private byte[] bytes = new byte[ROOM_AT_FIRST];
  private ByteBuffer view;
  private int size;

  /// Start of the bytes that are not in the checksum yet.
  private int unchecked;

  private ByteWriter(ByteOrder order) {
    this.order = order;
    this.view = ByteBuffer.wrap(bytes).order(order);
  }

  /// A writer of user states, tables, models and index files.
  public static ByteWriter littleEndian() {
    return new ByteWriter(ByteOrder.LITTLE_ENDIAN);
  }

  /// A writer of event blocks, and of keys that sort as their numbers do.
  public static ByteWriter bigEndian() {
    return new ByteWriter(ByteOrder.BIG_ENDIAN);
  }

  /// Discards everything written.
  public void clear() {
    size = 0;
    unchecked = 0;
    crc.reset();
  }

  public int size() {
    return size;
  }

  /// The array that holds the first [#size] bytes; valid until the next write.
  public byte[] array() {
    return bytes;
  }

  public byte[] toBytes() {
    return Arrays.copyOf(bytes, size);
  }

  public void int8(int value) {
    room(1);
    bytes[size++] = (byte) value;
  }

  public void int32(int value) {
    room(Integer.BYTES);
    view.putInt(size, value);
    size += Integer.BYTES;
  }

  /// Overwrites four bytes written before.
  public void int32At(int position, int value) {
    view.putInt(position, value);
  }

  public void int64(long value) {
    room(Long.BYTES);
    view.putLong(size, value);
    size += Long.BYTES;
  }

  public void float32(float value) {
    int32(Float.floatToRawIntBits(value));
  }

  public void float64(double value) {
    int64(Double.doubleToRawLongBits(value));
  }

  /// Writes floats without a count.
  public void floats(float[] values) {
    for (float value : values) {
      float32(value);
    }
  }

  /// Small numbers from 0 take few bytes; a negative one takes five.
  public void varint(int value) {
    varlong(value & 0xffff_ffffL);
  }

  /// Small numbers from 0 take few bytes; a negative one takes ten.
  public void varlong(long value) {
    room(MAX_VARINT);
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      bytes[size++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    bytes[size++] = (byte) rest;
  }

  /// Numbers near 0, on either side, take few bytes.
  public void signed(long value) {
    varlong((value << 1) ^ (value >> 63));
  }

  /// A text: a varint of its length in bytes, then UTF-8.
  public void text(String value) {
    block(value.getBytes(StandardCharsets.UTF_8));
  }

  /// A varint of the length, then the bytes.
  public void block(byte[] block) {
    varint(block.length);
    bytes(block);
  }

  /// Writes bytes without a count.
  public void bytes(byte[] values) {
    room(values.length);
    System.arraycopy(values, 0, bytes, size, values.length);
    size += values.length;
  }

  /// A text as a varint, 2 · length + (1 if wide), and then one byte per character, or two if wide:
  /// exact for every Java string, unpaired surrogates included.
  public void chars(String value) {
    int length = value.length();
    room(2 * length + MAX_VARINT);
    int start = size;
    varlong((long) length << 1);
    for (int i = 0; i < length; i++) {
      char c = value.charAt(i);
      if (c > 0xff) {
        size = start;
        wideChars(value);
        return;
      }
      bytes[size++] = (byte) c;
    }
  }

  private void wideChars(String value) {
    varlong((long) value.length() << 1 | 1);
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      bytes[size++] = (byte) (c >>> 8);
      bytes[size++] = (byte) c;
    }
  }

  /// Pads with zeros to a total size.
  public void padTo(int newSize) {
    if (newSize < size) {
      throw new IllegalArgumentException(
          "%d bytes are written already, expected at most %d".formatted(size, newSize));
    }
    room(newSize - size);
    Arrays.fill(bytes, size, newSize, (byte) 0);
    size = newSize;
  }

  /// Appends the CRC-32C of everything since the last seal.
  public void seal() {
    absorb();
    int32((int) crc.getValue());
    unchecked = size;
    crc.reset();
  }

  /// Moves everything written to a stream; the checksum continues.
  public void drainTo(OutputStream out) throws IOException {
    absorb();
    out.write(bytes, 0, size);
    size = 0;
    unchecked = 0;
  }

  private void absorb() {
    crc.update(bytes, unchecked, size - unchecked);
    unchecked = size;
  }

  private void room(int more) {
    if (bytes.length - size < more) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, size + more));
      view = ByteBuffer.wrap(bytes).order(order);
    }
  }
}
