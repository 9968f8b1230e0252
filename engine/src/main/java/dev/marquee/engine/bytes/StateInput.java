package dev.marquee.engine.bytes;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Reads what [StateOutput] wrote. Reading past the end is an [IndexOutOfBoundsException].
public final class StateInput {

  private final byte[] bytes;
  private int at;

  public StateInput(byte[] bytes) {
    this.bytes = bytes;
  }

  /// Whether all was read.
  public boolean isAtEnd() {
    return at == bytes.length;
  }

  public int varint() {
    return (int) varlong();
  }

  public long varlong() {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      byte next = bytes[at++];
      value |= (next & 0x7fL) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw new IndexOutOfBoundsException("a varint without end at byte " + at);
  }

  public int fixed32() {
    int value = 0;
    for (int shift = 0; shift < 32; shift += 8) {
      value |= (bytes[at++] & 0xff) << shift;
    }
    return value;
  }

  public long fixed64() {
    return (fixed32() & 0xffffffffL) | ((long) fixed32() << 32);
  }

  public float real() {
    return Float.intBitsToFloat(fixed32());
  }

  public String text() {
    return new String(block(), StandardCharsets.UTF_8);
  }

  public byte[] block() {
    int length = varint();
    if (length < 0 || length > bytes.length - at) {
      throw new IndexOutOfBoundsException("a block of " + length + " bytes at byte " + at);
    }
    at += length;
    return Arrays.copyOfRange(bytes, at - length, at);
  }
}
