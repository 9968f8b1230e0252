package dev.marquee.engine.events.binary;

import dev.marquee.engine.bytes.BigEndian;
import it.unimi.dsi.fastutil.objects.Object2IntOpenHashMap;
import java.util.Arrays;
import java.util.zip.CRC32C;

/// Writes numbers and texts into one growing array; [BlockReader] reads them back.
///
/// Numbers are varints of seven bits a byte, the lowest first. A text is its length, doubled, plus
/// one if it is wide, and then a byte for each of its characters or two if it is wide: exact for
/// every Java string, broken surrogates included. A reference is a text that comes again in the
/// same block: 0 and the text at first, then its number in the order of first appearance, from 1.
///
/// For one thread. Holds on to its largest array, so that writing blocks makes no garbage.
public final class BlockWriter {

  private final Object2IntOpenHashMap<String> numbers = new Object2IntOpenHashMap<>();
  private final CRC32C crc = new CRC32C();
  private final boolean remembers;
  private byte[] bytes = new byte[512];
  private int size;
  private long lastMillis;

  private BlockWriter(boolean remembers) {
    this.remembers = remembers;
  }

  /// A writer of blocks, in which a reference is written out once.
  public static BlockWriter ofBlocks() {
    return new BlockWriter(true);
  }

  /// A writer that writes every reference out, so that equal events have equal bytes wherever they
  /// stand. Its bytes are for digests and cannot be read back.
  public static BlockWriter ofDigests() {
    return new BlockWriter(false);
  }

  /// Forgets all that was written.
  public void clear() {
    size = 0;
    lastMillis = 0;
    numbers.clear();
  }

  public int size() {
    return size;
  }

  /// The array that holds the first [#size] bytes; valid until the next write.
  public byte[] bytes() {
    return bytes;
  }

  public byte[] toBytes() {
    return Arrays.copyOf(bytes, size);
  }

  void oneByte(int value) {
    room(1);
    bytes[size++] = (byte) value;
  }

  void int32(int value) {
    room(Integer.BYTES);
    BigEndian.put(bytes, size, value);
    size += Integer.BYTES;
  }

  void int32At(int position, int value) {
    BigEndian.put(bytes, position, value);
  }

  void int64(long value) {
    room(Long.BYTES);
    BigEndian.put(bytes, size, value);
    size += Long.BYTES;
  }

  void float32(float value) {
    int32(Float.floatToRawIntBits(value));
  }

  void unsigned(long value) {
    room(10);
    while ((value & ~0x7fL) != 0) {
      bytes[size++] = (byte) (value | 0x80);
      value >>>= 7;
    }
    bytes[size++] = (byte) value;
  }

  void signed(long value) {
    unsigned((value << 1) ^ (value >> 63));
  }

  /// Milliseconds since the time before it in the block.
  void time(long millis) {
    signed(millis - lastMillis);
    lastMillis = millis;
  }

  /// Whole milliseconds, doubled, or 1 and the double itself where it is none.
  void seconds(double value) {
    long millis = Math.round(value * 1000);
    if (Double.doubleToRawLongBits(millis / 1000.0) == Double.doubleToRawLongBits(value)) {
      unsigned(millis << 1);
    } else {
      oneByte(1);
      int64(Double.doubleToRawLongBits(value));
    }
  }

  public void text(String value) {
    int length = value.length();
    room(2 * length + 10);
    int start = size;
    unsigned((long) length << 1);
    for (int i = 0; i < length; i++) {
      char c = value.charAt(i);
      if (c > 0xff) {
        size = start;
        wideText(value);
        return;
      }
      bytes[size++] = (byte) c;
    }
  }

  private void wideText(String value) {
    unsigned((long) value.length() << 1 | 1);
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      bytes[size++] = (byte) (c >>> 8);
      bytes[size++] = (byte) c;
    }
  }

  void reference(String value) {
    if (remembers) {
      int number = numbers.getInt(value);
      if (number != 0) {
        unsigned(number);
        return;
      }
      numbers.put(value, numbers.size() + 1);
    }
    oneByte(0);
    text(value);
  }

  /// Appends the CRC-32C of everything written so far.
  void checksum() {
    crc.reset();
    crc.update(bytes, 0, size);
    int32((int) crc.getValue());
  }

  private void room(int more) {
    if (bytes.length - size < more) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, size + more));
    }
  }
}
