package dev.marquee.engine.events.binary;

import dev.marquee.engine.bytes.BigEndian;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32C;

/// Reads what [BlockWriter] wrote.
///
/// Damaged bytes give an [IndexOutOfBoundsException] or an [IllegalArgumentException], which
/// [EventBlock] turns into a [CorruptLogException][dev.marquee.engine.events.CorruptLogException];
/// they never make it read for long or reserve more memory than a small multiple of the block.
final class BlockReader {

  private static final int REMEMBERED_AT_FIRST = 64;

  private final byte[] bytes;
  private final int limit;
  private int position;
  private long lastMillis;
  private String[] remembered = new String[REMEMBERED_AT_FIRST];
  private int rememberedSize;

  /// Reads `bytes` from the start to before `limit`.
  BlockReader(byte[] bytes, int limit) {
    this.bytes = bytes;
    this.limit = limit;
  }

  int position() {
    return position;
  }

  int left() {
    return limit - position;
  }

  int oneByte() {
    return bytes[take(1)] & 0xff;
  }

  int int32() {
    return BigEndian.int32(bytes, take(Integer.BYTES));
  }

  long int64() {
    return BigEndian.int64(bytes, take(Long.BYTES));
  }

  float float32() {
    return Float.intBitsToFloat(int32());
  }

  long unsigned() {
    long value = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      byte b = bytes[take(1)];
      value |= (long) (b & 0x7f) << shift;
      if (b >= 0) {
        return value;
      }
    }
    throw new IllegalArgumentException("a number is longer than ten bytes");
  }

  long signed() {
    long value = unsigned();
    return (value >>> 1) ^ -(value & 1);
  }

  int int31() {
    return Math.toIntExact(unsigned());
  }

  /// The size of a list, each entry of which takes at least a byte.
  int size() {
    long size = unsigned();
    if (size < 0 || size > left()) {
      throw new IllegalArgumentException("a list of " + size + " entries in " + left() + " bytes");
    }
    return (int) size;
  }

  long time() {
    lastMillis += signed();
    return lastMillis;
  }

  double seconds() {
    long value = unsigned();
    return (value & 1) == 0 ? (value >>> 1) / 1000.0 : Double.longBitsToDouble(int64());
  }

  String text() {
    long header = unsigned();
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

  String reference() {
    long number = unsigned();
    if (number == 0) {
      String value = text();
      if (rememberedSize == remembered.length) {
        remembered = Arrays.copyOf(remembered, 2 * rememberedSize);
      }
      remembered[rememberedSize++] = value;
      return value;
    }
    if (number < 0 || number > rememberedSize) {
      throw new IllegalArgumentException("text number " + number + " of " + rememberedSize);
    }
    return remembered[(int) number - 1];
  }

  /// The CRC-32C of everything before the limit.
  int checksum() {
    var crc = new CRC32C();
    crc.update(bytes, 0, limit);
    return (int) crc.getValue();
  }

  private int take(int count) {
    int from = position;
    if (count > limit - from) {
      throw new IndexOutOfBoundsException("the block ends too early");
    }
    position = from + count;
    return from;
  }
}
