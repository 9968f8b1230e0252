package dev.marquee.engine.bytes;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Bytes of a state being saved: little-endian, whole numbers as varints where they are small.
public final class StateOutput {

  private byte[] bytes = new byte[512];
  private int size;

  public void varint(int value) {
    varlong(value & 0xffffffffL);
  }

  public void varlong(long value) {
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      one((int) (rest | 0x80));
      rest >>>= 7;
    }
    one((int) rest);
  }

  public void fixed32(int value) {
    for (int shift = 0; shift < 32; shift += 8) {
      one(value >> shift);
    }
  }

  public void fixed64(long value) {
    fixed32((int) value);
    fixed32((int) (value >> 32));
  }

  public void real(float value) {
    fixed32(Float.floatToRawIntBits(value));
  }

  public void text(String value) {
    block(value.getBytes(StandardCharsets.UTF_8));
  }

  public void block(byte[] block) {
    varint(block.length);
    ensure(block.length);
    System.arraycopy(block, 0, bytes, size, block.length);
    size += block.length;
  }

  private void one(int value) {
    ensure(1);
    bytes[size++] = (byte) value;
  }

  private void ensure(int more) {
    if (size + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, size + more));
    }
  }

  public byte[] toBytes() {
    return Arrays.copyOf(bytes, size);
  }
}
