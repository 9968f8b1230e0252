package dev.marquee.engine.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.marquee.engine.math.Hashing;
import dev.marquee.testkit.Seed;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class KeyIndexTest {

  private final KeyIndex index = new KeyIndex();

  @Test
  void numbersKeysDenselyAsAMapWould(@Seed long seed) {
    var random = new SplittableRandom(seed);
    Map<Long, Integer> model = new HashMap<>();
    for (int step = 0; step < 100_000; step++) {
      // Few distinct low bits, so that probing has long ways to go.
      long key = random.nextLong(20_000) << 6 | 3;
      if (random.nextBoolean()) {
        assertThat(index.find(key)).as("seed %d", seed).isEqualTo(model.getOrDefault(key, -1));
      } else {
        int row = model.computeIfAbsent(key, k -> model.size());
        assertThat(index.row(key)).as("seed %d", seed).isEqualTo(row);
      }
    }
    assertThat(index.size()).isEqualTo(model.size());
    model.forEach((key, row) -> assertThat(index.key(row)).isEqualTo(key));
  }

  @Test
  void anyKeyMayBeUsedZeroToo() {
    assertThat(index.find(0)).isEqualTo(-1);
    assertThat(index.row(-1)).isEqualTo(0);
    assertThat(index.row(0)).isEqualTo(1);
    assertThat(index.row(Long.MIN_VALUE)).isEqualTo(2);
    assertThat(index.find(0)).isEqualTo(1);
  }

  @Test
  void aReaderBesideTheWriterNeverSeesAWrongRow() throws InterruptedException {
    int keys = 300_000;
    var written = new AtomicLong();
    var done = new AtomicBoolean();
    var wrong = new AtomicLong();
    var hits = new AtomicLong();
    Thread reader =
        Thread.ofPlatform()
            .start(
                () -> {
                  var random = new SplittableRandom(5);
                  while (!done.get()) {
                    long before = written.get();
                    int i = random.nextInt(keys);
                    int row = index.find(Hashing.mix(i));
                    // Absent is right only for a key that was not yet written.
                    if (row < 0 ? i < before : row != i) {
                      wrong.incrementAndGet();
                    }
                    hits.addAndGet(row >= 0 ? 1 : 0);
                  }
                });
    for (int i = 0; i < keys; i++) {
      index.row(Hashing.mix(i));
      written.set(i + 1);
    }
    done.set(true);
    reader.join();
    assertThat(wrong).hasValue(0);
    assertThat(hits.get()).isPositive();
  }
}
