package dev.marquee.engine.state;

import static dev.marquee.engine.state.CounterTable.CLICKS;
import static dev.marquee.engine.state.CounterTable.COMPLETIONS;
import static dev.marquee.engine.state.CounterTable.IMPRESSIONS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.marquee.engine.events.Limits;
import dev.marquee.testkit.Seed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class CounterTableTest {

  private static final int DAY = 1440;
  private static final int NOW = 3_000_000;

  private final CounterTable table = new CounterTable(new Decay(Duration.ofDays(1)));

  @Test
  void whatWasNeverCountedIsNothing() {
    assertThat(table.find(7)).isEqualTo(-1);
    assertThat(table.count(-1, CLICKS)).isEqualTo(0);
    assertThat(table.decayed(-1, CLICKS, NOW)).isEqualTo(0f);
    assertThat(table.decayedSeconds(-1, NOW)).isEqualTo(0f);
  }

  @Test
  void countsForEverAndDecaysByHalves() {
    table.add(7, CLICKS, NOW);
    table.add(7, CLICKS, NOW + DAY);
    table.add(7, IMPRESSIONS, NOW + DAY);
    int row = table.find(7);
    assertThat(table.count(row, CLICKS)).isEqualTo(2);
    assertThat(table.count(row, IMPRESSIONS)).isEqualTo(1);
    assertThat(table.count(row, COMPLETIONS)).isEqualTo(0);
    assertThat(table.decayed(row, CLICKS, NOW + DAY)).isEqualTo(1.5f);
    assertThat(table.decayed(row, CLICKS, NOW + 3 * DAY)).isEqualTo(0.375f);
  }

  @Test
  void aLateEventCountsWhatIsLeftOfIt() {
    table.add(7, CLICKS, NOW);
    table.add(7, CLICKS, NOW - DAY);
    table.addSeconds(7, 40, NOW - 2 * DAY);
    int row = table.find(7);
    assertThat(table.count(row, CLICKS)).isEqualTo(2);
    assertThat(table.decayed(row, CLICKS, NOW)).isEqualTo(1.5f);
    assertThat(table.decayedSeconds(row, NOW)).isEqualTo(10f);
  }

  @Test
  void theFirstEventCountsWholeHoweverLongAgoItWas() {
    int tick = Decay.tick(Limits.EARLIEST.toEpochMilli() + 60_000);
    table.add(7, CLICKS, tick);
    assertThat(table.decayed(table.find(7), CLICKS, tick)).isEqualTo(1f);
  }

  @Test
  void untimedCountsDoNotDecayNorStand() {
    table.addUntimed(7, COMPLETIONS, 3);
    assertThat(table.count(table.find(7), COMPLETIONS)).isEqualTo(3);
    assertThat(table.decayed(table.find(7), COMPLETIONS, 0)).isEqualTo(0f);
  }

  @Test
  void laterWritesDoNotChangeASnapshot() {
    table.add(7, CLICKS, NOW);
    CounterTable snapshot = table.snapshot();
    table.add(7, CLICKS, NOW + DAY);
    table.add(8, CLICKS, NOW);
    assertThat(snapshot.count(snapshot.find(7), CLICKS)).isEqualTo(1);
    assertThat(snapshot.decayed(snapshot.find(7), CLICKS, NOW)).isEqualTo(1f);
    assertThat(snapshot.find(8)).isEqualTo(-1);
    assertThat(table.count(table.find(7), CLICKS)).isEqualTo(2);
    assertThat(table.find(8)).isEqualTo(1);
  }

  @Test
  void aSnapshotIsReadOnly() {
    table.add(7, CLICKS, NOW);
    CounterTable snapshot = table.snapshot();
    assertThatThrownBy(() -> snapshot.add(7, CLICKS, NOW))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("write to its table");
    assertThat(table.count(0, CLICKS)).isEqualTo(1);
  }

  @Test
  void savedPagesRestoreEveryCell() {
    var random = new SplittableRandom(3);
    for (int i = 0; i < 5_000; i++) {
      table.add(random.nextInt(900), random.nextInt(4), NOW + i);
    }
    var restored = new CounterTable(new Decay(Duration.ofDays(1)));
    int[] pages = table.takeUnsaved();
    for (int page : pages) {
      for (int row = 0; row < table.rowsOf(page); row++) {
        int from = row * CounterTable.width();
        restored.restore(table.key(page, row), table.cells(page), from);
      }
    }
    assertThat(restored.takeUnsaved()).isEmpty();
    assertThat(table.takeUnsaved()).isEmpty();
    for (int key = 0; key < 900; key++) {
      int row = table.find(key);
      assertThat(restored.find(key)).isEqualTo(row);
      assertThat(restored.count(row, CLICKS)).isEqualTo(table.count(row, CLICKS));
      assertThat(restored.decayed(row, CLICKS, NOW + DAY))
          .isEqualTo(table.decayed(row, CLICKS, NOW + DAY));
    }
  }

  /// One thing that was counted.
  private record Counted(long key, int counter, double amount, int tick) {}

  @Test
  void agreesWithASumOverAllEventsHoweverLateTheyCome(@Seed long seed) {
    var random = new SplittableRandom(seed);
    List<Counted> counted = new ArrayList<>();
    List<CounterTable> snapshots = new ArrayList<>();
    List<Integer> sizes = new ArrayList<>();
    int tick = random.nextInt(2_000_000);
    for (int step = 0; step < 4_000; step++) {
      tick += random.nextInt(30);
      int at = random.nextInt(5) == 0 ? Math.max(0, tick - random.nextInt(5 * DAY)) : tick;
      long key = random.nextInt(300);
      if (random.nextInt(5) == 0) {
        float seconds = random.nextInt(1, 600);
        table.addSeconds(key, seconds, at);
        counted.add(new Counted(key, -1, seconds, at));
      } else {
        int counter = random.nextInt(4);
        table.add(key, counter, at);
        counted.add(new Counted(key, counter, 1, at));
      }
      if (step % 700 == 0) {
        snapshots.add(table.snapshot());
        sizes.add(counted.size());
      }
    }
    snapshots.add(table);
    sizes.add(counted.size());
    for (int i = 0; i < snapshots.size(); i++) {
      requireSums(snapshots.get(i), counted.subList(0, sizes.get(i)), tick + DAY / 3, seed);
    }
  }

  private static void requireSums(CounterTable table, List<Counted> counted, int at, long seed) {
    for (long key = 0; key < 300; key++) {
      int row = table.find(key);
      for (int counter = -1; counter < 4; counter++) {
        double sum = 0;
        int count = 0;
        for (Counted one : counted) {
          if (one.key == key && one.counter == counter) {
            count++;
            sum += one.amount * Math.pow(0.5, (double) (at - one.tick) / DAY);
          }
        }
        double found =
            counter < 0 ? table.decayedSeconds(row, at) : table.decayed(row, counter, at);
        assertThat(found)
            .as("key %d, counter %d, seed %d", key, counter, seed)
            .isEqualTo(sum, within(1e-5 * sum + 1e-12));
        if (counter >= 0) {
          assertThat(table.count(row, counter)).as("seed %d", seed).isEqualTo(count);
        }
      }
    }
  }
}
