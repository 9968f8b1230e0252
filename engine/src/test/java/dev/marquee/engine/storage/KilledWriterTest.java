package dev.marquee.engine.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.marquee.testkit.ChildJvm;
import dev.marquee.testkit.Seed;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

public class KilledWriterTest {

  private static final int KILLS = 20;
  private static final int LONGEST_LIFE_MILLIS = 600;

  @TempDir Path temp;

  @Test
  void losesNoAcknowledgedEvent(@Seed Random random) throws Exception {
    killAndCheck(KilledWriter.class, temp, KILLS, KilledWriterTest::assertHoldsAll, random);
  }

  @Test
  void isTheOnlyWriterAndNotTheOnlyReader() throws Exception {
    Path data = temp.resolve("data");
    try (var child = ChildJvm.start(temp, KilledWriter.class, data.toString(), "only", "1")) {
      child.awaitOutput();
      assertThatThrownBy(() -> RocksDirectory.open(data))
          .isInstanceOf(DataDirectoryInUseException.class);
      var acknowledged = Set.copyOf(child.lines());
      try (var reading = RocksDirectory.openForReading(data)) {
        assertHoldsAll(reading, acknowledged);
        acknowledged = Set.copyOf(child.lines());
        reading.refresh();
        assertHoldsAll(reading, acknowledged);
      }
      child.kill();
    }
  }

  /// Starts `main` again and again on one directory, kills it each time, and lets `check` see the
  /// directory, first as a reader sees it and then recovered, with all ids acknowledged so far.
  ///
  /// @param main a class like [KilledWriter]: it takes the directory, a prefix for its ids and a
  ///   seed, and prints what was acknowledged
  /// @param random says when to kill
  public static void killAndCheck(
      Class<?> main,
      Path temp,
      int kills,
      BiConsumer<RocksDirectory, Set<String>> check,
      Random random)
      throws Exception {
    Path data = temp.resolve("data");
    var acknowledged = new HashSet<String>();
    for (int kill = 0; kill < kills; kill++) {
      String childSeed = Long.toString(random.nextLong());
      try (var child = ChildJvm.start(temp, main, data.toString(), "life" + kill, childSeed)) {
        if (kill % 4 != 3) { // every fourth dies in its first moments
          child.awaitOutput();
        }
        Thread.sleep(random.nextInt(LONGEST_LIFE_MILLIS));
        child.kill();
        acknowledged.addAll(child.lines());
      }
      try (var reading = RocksDirectory.openForReading(data)) {
        check.accept(reading, acknowledged);
      }
      try (var recovered = RocksDirectory.open(data)) {
        check.accept(recovered, acknowledged);
      }
    }
    System.out.println(acknowledged.size() + " events acknowledged over " + kills + " kills");
  }

  /// The log holds every acknowledged event, none twice, and no offset is missing.
  public static void assertHoldsAll(RocksDirectory directory, Set<String> acknowledged) {
    var offsets = new ArrayList<Long>();
    var ids = new HashSet<String>();
    directory
        .log()
        .read(
            0,
            0,
            (offset, event) -> {
              offsets.add(offset);
              assertThat(ids.add(event.id())).as(event.id()).isTrue();
              return true;
            });
    assertThat(offsets)
        .isEqualTo(LongStream.rangeClosed(1, directory.log().end(0)).boxed().toList());
    var lost = new HashSet<>(acknowledged);
    lost.removeAll(ids);
    assertThat(lost).isEmpty();
    assertThat(acknowledged).isNotEmpty();
  }
}
