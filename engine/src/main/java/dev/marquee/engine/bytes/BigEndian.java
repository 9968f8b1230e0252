package dev.marquee.engine.bytes;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Whole numbers as big-endian bytes, whose order is that of sorted keys.
public final class BigEndian {

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

  private BigEndian() {}

  public static byte[] int64(long value) {
    byte[] bytes = new byte[Long.BYTES];
    put(bytes, 0, value);
    return bytes;
  }

  public static void put(byte[] bytes, int at, long value) {
    LONG.set(bytes, at, value);
  }

  public static void put(byte[] bytes, int at, int value) {
    INT.set(bytes, at, value);
  }

  public static long int64(byte[] bytes, int at) {
    return (long) LONG.get(bytes, at);
  }

  public static int int32(byte[] bytes, int at) {
    return (int) INT.get(bytes, at);
  }
}
