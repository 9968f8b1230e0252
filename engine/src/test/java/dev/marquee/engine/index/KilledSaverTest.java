package dev.marquee.engine.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.marquee.engine.index.ivf.IvfIndex;
import dev.marquee.testkit.ChildJvm;
import dev.marquee.testkit.Seed;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KilledSaverTest {

  private static final int KILLS = 20;
  private static final int LONGEST_LIFE_MILLIS = 100;

  @TempDir private Path temp;

  @Test
  void leavesAWholeIndexAndWhatIsUnfinishedDoesNotMatter(@Seed Random random) throws Exception {
    Path folder = Files.createDirectory(temp.resolve("index"));
    Path file = folder.resolve("videos.index");
    Path unfinished = folder.resolve("videos.index.unfinished");
    int amidst = 0;
    for (int kill = 0; kill < KILLS; kill++) {
      try (var child = ChildJvm.start(temp, KilledSaver.class, file.toString())) {
        child.awaitOutput();
        Thread.sleep(random.nextInt(LONGEST_LIFE_MILLIS));
        child.kill();
      }
      amidst += Files.exists(unfinished) ? 1 : 0;
      assertIsWhole(IvfIndex.open(file, "model"));
    }
    System.out.println(amidst + " of " + KILLS + " kills amid a save");
    KilledSaver.of(3).save(file, "model");
    assertThat(folder).isDirectoryNotContaining(path -> !path.equals(file));
  }

  private static void assertIsWhole(IvfIndex index) {
    float[] first = new float[KilledSaver.D];
    first[0] = 1;
    float[] scores = index.search(first, KilledSaver.VECTORS, IdFilter.ALL).scores();
    assertThat(scores).hasSize(KilledSaver.VECTORS).containsOnly(scores[0]);
    assertThat(scores[0]).isIn(1f, 2f);
  }
}
