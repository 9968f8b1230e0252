package dev.marquee.engine.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.marquee.engine.bytes.ByteReader;
import dev.marquee.engine.bytes.ByteWriter;
import dev.marquee.engine.catalog.VideoTable;
import dev.marquee.engine.math.Hashing;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class WatchedSetTest {

  private static final long SEED = 20_260_302;

  private final WatchedSet watched = new WatchedSet();

  private static byte[] bytes(WatchedSet set) {
    var out = ByteWriter.littleEndian();
    set.write(out, new VideoTable());
    return out.toBytes();
  }

  @Test
  void isExactForTheFirst64() {
    for (int i = 0; i < WatchedSet.EXACT; i++) {
      watched.add(Hashing.mix(i));
    }
    for (int i = 0; i < 200_000; i++) {
      assertThat(watched.contains(Hashing.mix(i))).isEqualTo(i < WatchedSet.EXACT);
    }
  }

  @Test
  void addingTwiceIsAddingOnce() {
    for (int i = 0; i < 300; i++) {
      watched.add(Hashing.mix(i));
    }
    byte[] once = bytes(watched);
    for (int i = 0; i < 300; i++) {
      watched.add(Hashing.mix(i));
    }
    assertThat(bytes(watched)).isEqualTo(once);
  }

  @Test
  void neverForgetsAndKeepsItsBudgetOfFalsePositives() {
    var random = new SplittableRandom(SEED);
    Set<Long> model = new HashSet<>();
    int asked = 40_000;
    for (int size : new int[] {64, 65, 320, 1_000, 5_000, 20_000}) {
      while (model.size() < size) {
        long video = random.nextLong();
        watched.add(video);
        model.add(video);
      }
      assertThat(model).as("seed %d", SEED).allMatch(watched::contains);
      int wrong = 0;
      for (int i = 0; i < asked; i++) {
        long never = random.nextLong();
        wrong += !model.contains(never) && watched.contains(never) ? 1 : 0;
      }
      double share = (double) wrong / asked;
      System.out.printf(
          "WatchedSet of %d: %.3f %% false positives, %d bytes%n",
          size, 100 * share, bytes(watched).length);
      assertThat(share).as("%d watched, seed %d", size, SEED).isLessThan(0.01);
    }
  }

  @Test
  void aCopyAndItsOriginalGoTheirOwnWays() {
    for (int start : new int[] {3, 64, 100, 320}) {
      var original = new WatchedSet();
      for (int i = 0; i < start; i++) {
        original.add(Hashing.mix(i));
      }
      byte[] before = bytes(original);
      WatchedSet copy = original.copy();
      for (int i = 1_000; i < 1_400; i++) {
        original.add(Hashing.mix(i));
      }
      assertThat(bytes(copy)).as("%d watched", start).isEqualTo(before);
      byte[] grown = bytes(original);
      for (int i = 2_000; i < 2_400; i++) {
        copy.add(Hashing.mix(i));
      }
      assertThat(bytes(original)).as("%d watched", start).isEqualTo(grown);
    }
  }

  @Test
  void aSetIsReadBackEqualAndGrowsFurther() {
    for (int size : new int[] {0, 1, 63, 64, 65, 320, 321, 2_000}) {
      var set = new WatchedSet();
      for (int i = 0; i < size; i++) {
        set.add(Hashing.mix(i));
      }
      WatchedSet read = WatchedSet.read(ByteReader.littleEndian(bytes(set)), new VideoTable());
      assertThat(bytes(read)).as("%d watched", size).isEqualTo(bytes(set));
      for (int i = size; i < size + 500; i++) {
        set.add(Hashing.mix(i));
        read.add(Hashing.mix(i));
      }
      assertThat(bytes(read)).as("%d watched and 500", size).isEqualTo(bytes(set));
    }
  }
}
