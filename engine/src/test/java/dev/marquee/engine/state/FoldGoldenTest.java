package dev.marquee.engine.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.marquee.engine.bytes.ByteWriter;
import dev.marquee.engine.math.Hashing;
import dev.marquee.testkit.Script;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

/// A fold of fixed events keeps every bit, whatever is done to the code: what it computes changes
/// only on purpose, and then here.
class FoldGoldenTest {

  private static final List<String> USERS = List.of("ann", "bob", "cid", "dee");

  private static Fold folded(FoldSettings settings) {
    var script = new Script();
    var random = new SplittableRandom(21);
    var fold = new Fold(settings);
    for (int i = 1; i <= 5_000; i++) {
      fold.apply(i, script.any(random));
    }
    return fold;
  }

  private static String digest(byte[] bytes) {
    var crc = new CRC32C();
    crc.update(bytes);
    return "%d %08x".formatted(bytes.length, crc.getValue());
  }

  private static byte[] counted(Fold fold) {
    var out = ByteWriter.littleEndian();
    for (int page : fold.counters().takeUnsaved()) {
      int rows = fold.counters().rowsOf(page);
      for (int row = 0; row < rows; row++) {
        out.int64(fold.counters().key(page, row));
        for (int i = 0; i < CounterTable.width(); i++) {
          out.int32(fold.counters().cells(page)[row * CounterTable.width() + i]);
        }
      }
    }
    for (int video : fold.recentPositives().takeUnsaved()) {
      out.int32(video);
      for (int value : fold.recentPositives().row(video)) {
        out.int32(value);
      }
    }
    for (int video = 0; video < fold.videos().size(); video++) {
      out.int64(Hashing.ofString(fold.videos().id(video)));
    }
    return out.toBytes();
  }

  @Test
  void countersAndVideosKeepEveryBit() {
    assertThat(digest(counted(folded(FoldSettings.defaults())))).isEqualTo("21672 83398df6");
  }

  @Test
  void userStatesKeepEveryBit() {
    Fold fold = folded(FoldSettings.defaults());
    var out = ByteWriter.littleEndian();
    USERS.forEach(user -> out.bytes(fold.users().read(user).toBytes(fold.videos())));
    assertThat(digest(out.toBytes())).isEqualTo("11051 6d86a89b");
  }

  @Test
  void aFrozenFoldKeepsEveryBit() {
    var script = new Script();
    var random = new SplittableRandom(22);
    var fold = new Fold(FoldSettings.defaults());
    fold.freezeOutcomes(Script.NOON.plus(Duration.ofDays(5)));
    for (int i = 1; i <= 2_000; i++) {
      fold.apply(i, script.any(random));
    }
    var out = ByteWriter.littleEndian();
    USERS.forEach(user -> out.bytes(fold.users().read(user).toBytes(fold.videos())));
    out.bytes(counted(fold));
    assertThat(digest(out.toBytes())).isEqualTo("19571 f3996295");
  }
}
