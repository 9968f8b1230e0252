package dev.marquee.engine.bytes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ByteReaderTest {

  private final ByteWriter out = ByteWriter.littleEndian();

  @Test
  void givesBackWhatWasWritten() {
    out.int8(200);
    out.int32(-7);
    out.int64(Long.MIN_VALUE);
    out.float32(-0f);
    out.float64(Math.PI);
    out.varint(-1);
    out.varlong(1L << 62);
    out.text("Ärger, 猫");
    out.chars("\ud83d broken");
    out.block(new byte[] {1, 2});
    ByteReader in = ByteReader.littleEndian(out.toBytes());
    assertThat(in.int8()).isEqualTo(200);
    assertThat(in.int32()).isEqualTo(-7);
    assertThat(in.int64()).isEqualTo(Long.MIN_VALUE);
    assertThat(in.float32()).isEqualTo(-0f);
    assertThat(in.float64()).isEqualTo(Math.PI);
    assertThat(in.varint()).isEqualTo(-1);
    assertThat(in.varlong()).isEqualTo(1L << 62);
    assertThat(in.text()).isEqualTo("Ärger, 猫");
    assertThat(in.chars()).isEqualTo("\ud83d broken");
    assertThat(in.block()).containsExactly(1, 2);
    assertThat(in.isAtEnd()).isTrue();
  }

  @Test
  void numbersStandInTheOrderOfTheirBytes() {
    out.int32(1);
    ByteWriter big = ByteWriter.bigEndian();
    big.int32(1);
    assertThat(out.toBytes()).containsExactly(1, 0, 0, 0);
    assertThat(big.toBytes()).containsExactly(0, 0, 0, 1);
  }

  @Test
  void damagedBytesAreRefusedAndReserveNothing() {
    var random = new SplittableRandom(5);
    for (int round = 0; round < 20_000; round++) {
      byte[] bytes = new byte[random.nextInt(12)];
      random.nextBytes(bytes);
      int kind = random.nextInt(4);
      try {
        ByteReader in = ByteReader.littleEndian(bytes);
        switch (kind) {
          case 0 -> in.text();
          case 1 -> in.block();
          case 2 -> in.chars();
          default -> in.floats(random.nextInt());
        }
      } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
        assertThat(e).hasMessageMatching("(?s).+");
      }
    }
  }

  @Test
  void aSealTellsWhetherWhatCameBeforeItIsWhole() {
    out.text("whole");
    out.seal();
    byte[] bytes = out.toBytes();
    assertThat(ByteReader.littleEndian(bytes).isSealed()).isTrue();
    bytes[2] ^= 1;
    assertThat(ByteReader.littleEndian(bytes).isSealed()).isFalse();
    assertThat(ByteReader.littleEndian(new byte[3]).isSealed()).isFalse();
  }

  @Test
  void aStreamReadsThroughASmallWindow() throws IOException {
    var stream = new ByteArrayOutputStream();
    for (int i = 0; i < 100; i++) {
      out.int32(i);
      if (i % 7 == 0) {
        out.drainTo(stream);
      }
    }
    out.seal();
    out.drainTo(stream);
    var from = new ByteArrayInputStream(stream.toByteArray());
    ByteReader in = ByteReader.littleEndianWindow(10);
    for (int i = 0; i < 100; i++) {
      assertThat(in.left() >= Integer.BYTES || in.refill(from, Integer.BYTES)).isTrue();
      assertThat(in.int32()).isEqualTo(i);
    }
    int expected = in.checksum();
    assertThat(in.left() >= Integer.BYTES || in.refill(from, Integer.BYTES)).isTrue();
    assertThat(in.seal()).isEqualTo(expected);
    assertThat(in.refill(from, 1)).isFalse();
  }

  @Test
  void paddingNeverCutsOffWhatIsWritten() {
    out.int64(1);
    out.padTo(12);
    assertThat(out.size()).isEqualTo(12);
    assertThatThrownBy(() -> out.padTo(4))
        .hasMessage("12 bytes are written already, expected at most 4");
  }
}
