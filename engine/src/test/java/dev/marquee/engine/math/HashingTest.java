package dev.marquee.engine.math;

import static org.assertj.core.api.Assertions.assertThat;

import it.unimi.dsi.fastutil.longs.LongOpenHashSet;
import org.junit.jupiter.api.Test;

class HashingTest {

  @Test
  void hashesStandInFilesAndNeverChange() {
    // SplitMix64 with seed 0 begins with this number in every implementation.
    assertThat(Hashing.mix(0)).isEqualTo(0xE220A8397B1DCDAFL);
    assertThat(Hashing.mix(1, 2)).isEqualTo(0xBCD9DBB49673066BL);
    assertThat(Hashing.ofString("")).isEqualTo(0xA706DD2F4D197E6FL);
    assertThat(Hashing.ofString("cat videos")).isEqualTo(0x98528BF45B3C2AF0L);
  }

  @Test
  void aPairIsOrdered() {
    assertThat(Hashing.mix(1, 2)).isNotEqualTo(Hashing.mix(2, 1));
  }

  @Test
  void smallPairsAndShortStringsDoNotCollide() {
    var seen = new LongOpenHashSet();
    for (int a = 0; a < 300; a++) {
      for (int b = 0; b < 300; b++) {
        assertThat(seen.add(Hashing.mix(a, b))).as("%d, %d", a, b).isTrue();
        assertThat(seen.add(Hashing.ofString("video-" + a + "/" + b))).isTrue();
      }
    }
  }

  @Test
  void everyInputBitTurnsAboutHalfOfTheOutput() {
    for (int bit = 0; bit < 64; bit++) {
      double turned = 0;
      for (long i = 0; i < 1000; i++) {
        turned += Long.bitCount(Hashing.mix(7, i) ^ Hashing.mix(7, i ^ (1L << bit)));
      }
      assertThat(turned / 1000).as("bit %d", bit).isBetween(30.0, 34.0);
    }
  }

  @Test
  void bucketsFillEvenly() {
    var counts = new int[10];
    for (int i = 0; i < 100_000; i++) {
      counts[Hashing.bucket(Hashing.mix(i), 10)]++;
    }
    for (int count : counts) {
      assertThat(count).isBetween(9_500, 10_500);
    }
  }
}
