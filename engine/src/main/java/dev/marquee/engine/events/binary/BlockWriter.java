package dev.marquee.engine.events.binary;

import dev.marquee.engine.bytes.ByteWriter;
import it.unimi.dsi.fastutil.objects.Object2IntOpenHashMap;

/// Writes the values of a block's events; [BlockReader] reads them back.
///
/// Numbers and texts are those of [ByteWriter]. A time is a difference to the previous one. A
/// reference is a text that repeats in a block: at first 0 and the text, then its number in the
/// order of first appearance, from 1.
///
/// For one thread. Keeps its largest array, so that reuse allocates nothing.
public final class BlockWriter {

  private final Object2IntOpenHashMap<String> numbers = new Object2IntOpenHashMap<>();
  private final boolean remembers;
  private final ByteWriter out = ByteWriter.bigEndian();
  private long lastMillis;

  private BlockWriter(boolean remembers) {
    this.remembers = remembers;
  }

  /// A writer of blocks, which writes the text of a reference once.
  public static BlockWriter ofBlocks() {
    return new BlockWriter(true);
  }

  /// A writer that writes the text of every reference, so that equal events have equal bytes
  /// independent of their block. Its bytes are for digests and cannot be read back.
  public static BlockWriter ofDigests() {
    return new BlockWriter(false);
  }

  /// Discards everything written.
  public void clear() {
    out.clear();
    lastMillis = 0;
    numbers.clear();
  }

  public int size() {
    return out.size();
  }

  /// The array that holds the first [#size] bytes; valid until the next write.
  public byte[] bytes() {
    return out.array();
  }

  public byte[] toBytes() {
    return out.toBytes();
  }

  void oneByte(int value) {
    out.int8(value);
  }

  void int32(int value) {
    out.int32(value);
  }

  void int32At(int position, int value) {
    out.int32At(position, value);
  }

  void int64(long value) {
    out.int64(value);
  }

  void float32(float value) {
    out.float32(value);
  }

  void unsigned(long value) {
    out.varlong(value);
  }

  void signed(long value) {
    out.signed(value);
  }

  /// Writes the milliseconds since the previous time in the block.
  void time(long millis) {
    signed(millis - lastMillis);
    lastMillis = millis;
  }

  /// Writes 2 · milliseconds where these are whole, else 1 and the double.
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
    out.chars(value);
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
    out.seal();
  }
}
