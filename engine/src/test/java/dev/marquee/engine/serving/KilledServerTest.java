package dev.marquee.engine.serving;

import dev.marquee.engine.storage.KilledWriterTest;
import dev.marquee.engine.storage.RocksDirectory;
import dev.marquee.testkit.Seed;
import java.nio.file.Path;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KilledServerTest {

  private static final int KILLS = 20;

  @TempDir Path temp;
  private int checks;

  @Test
  void losesNoAcknowledgedEventAndItsStateIsTheFoldOfItsLog(@Seed Random random) throws Exception {
    KilledWriterTest.killAndCheck(KilledServer.class, temp, KILLS, this::check, random);
  }

  /// The state is healed only now and then: in between a killed server begins where the one killed
  /// before it stood.
  private void check(RocksDirectory directory, Set<String> acknowledged) {
    KilledWriterTest.assertHoldsAll(directory, acknowledged);
    if (directory.isWritable() && ++checks % 5 == 0) {
      KilledServer.live(directory).close();
      StoredState.assertIsFoldOfLog(directory, temp.resolve("folded" + checks));
    }
  }
}
