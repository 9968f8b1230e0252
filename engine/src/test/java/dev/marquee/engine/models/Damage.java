package dev.marquee.engine.models;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;

/// What every model's file must refuse: any flipped byte, any cut, anything after the end, another
/// kind, another version.
public final class Damage {

  private Damage() {}

  @FunctionalInterface
  public interface Writing {
    void to(OutputStream out) throws IOException;
  }

  @FunctionalInterface
  public interface Reading {
    Object from(InputStream in) throws IOException;
  }

  public static byte[] bytes(Writing writing) throws IOException {
    var out = new ByteArrayOutputStream();
    writing.to(out);
    return out.toByteArray();
  }

  public static void requireRefused(String kind, byte[] good, Reading reading) throws IOException {
    for (int i = 0; i < good.length; i++) {
      byte[] bad = good.clone();
      bad[i] ^= 0x40;
      requireRefused(bad, reading, "");
    }
    for (int length = 0; length < good.length; length++) {
      requireRefused(Arrays.copyOf(good, length), reading, "ends at byte " + length);
    }
    requireRefused(Arrays.copyOf(good, good.length + 1), reading, "bytes follow its end");
    requireRefused(
        bytes(out -> new ModelWriter(out, "other", 1).seal()),
        reading,
        "a model of kind 'other', expected '" + kind + "'");
    requireRefused(
        bytes(out -> new ModelWriter(out, kind, 7).seal()), reading, kind + " model of format 7");
  }

  private static void requireRefused(byte[] bytes, Reading reading, String why) {
    assertThatThrownBy(() -> reading.from(new ByteArrayInputStream(bytes)))
        .isInstanceOf(CorruptModelException.class)
        .hasMessageContaining(why);
  }
}
