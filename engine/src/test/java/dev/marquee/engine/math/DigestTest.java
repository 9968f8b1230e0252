package dev.marquee.engine.math;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DigestTest {

  @Test
  void seesOneBitOfOneFloat() {
    assertThat(digest(1, 2, 3)).isEqualTo(digest(1, 2, 3));
    assertThat(digest(1, Math.nextUp(2f), 3)).isNotEqualTo(digest(1, 2, 3));
    assertThat(digest(0f)).isNotEqualTo(digest(-0f));
  }

  @Test
  void seesOrderAndLength() {
    assertThat(digest(1, 2)).isNotEqualTo(digest(2, 1));
    assertThat(digest(0f)).isNotEqualTo(digest());
    assertThat(digest(0f)).isNotEqualTo(digest(0f, 0f));
  }

  @Test
  void everyNanIsTheSame() {
    assertThat(digest(Float.intBitsToFloat(0x7fc00001))).isEqualTo(digest(Float.NaN));
  }

  @Test
  void readsOnlyItsPartOfARow() {
    var digest = new Digest();
    digest.add(new float[] {9, 1, 2, 9}, 1, 2);
    assertThat(digest.value()).isEqualTo(digest(1, 2));
  }

  private static long digest(float... row) {
    var digest = new Digest();
    digest.add(row, 0, row.length);
    return digest.value();
  }
}
