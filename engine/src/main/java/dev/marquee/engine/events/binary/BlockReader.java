package dev.marquee.engine.events.binary;

import dev.marquee.engine.bytes.ByteReader;
import java.util.Arrays;
import java.util.zip.CRC32C;

/// Reads what [BlockWriter] wrote.
///
/// Damaged bytes throw an [IndexOutOfBoundsException] or an [IllegalArgumentException], which
/// [EventBlock] turns into a [CorruptLogException][dev.marquee.engine.events.CorruptLogException];
/// they never cause long loops, or allocations above a small multiple of the block.
final class BlockReader {

  private static final int REMEMBERED_AT_FIRST = 64;

  private final byte[] bytes;
  private final int limit;
  private final ByteReader in;
  private long lastMillis;
  private String[] remembered = new String[REMEMBERED_AT_FIRST];
  private int rememberedSize;

  /// Reads `bytes` from the start to before `limit`.
  BlockReader(byte[] bytes, int limit) {
    this.bytes = bytes;
    this.limit = limit;
    this.in = ByteReader.bigEndian(bytes, limit);
  }

  int position() {
    return in.position();
  }

  int left() {
    return in.left();
  }

  int oneByte() {
    return in.int8();
  }

  int int32() {
    return in.int32();
  }

  long int64() {
    return in.int64();
  }

  float float32() {
    return in.float32();
  }

  long unsigned() {
    return in.varlong();
  }

  long signed() {
    return in.signed();
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
    return in.chars();
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
}
