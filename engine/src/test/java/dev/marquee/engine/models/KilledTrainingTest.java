package dev.marquee.engine.models;

import static org.assertj.core.api.Assertions.assertThat;

import dev.marquee.engine.catalog.VideoTable;
import dev.marquee.engine.index.IdFilter;
import dev.marquee.engine.index.ivf.IvfIndex;
import dev.marquee.engine.models.twotower.VideoVectors;
import dev.marquee.testkit.ChildJvm;
import dev.marquee.testkit.Seed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KilledTrainingTest {

  private static final int KILLS = 10;
  private static final int LONGEST_LIFE_MILLIS = 150;

  @TempDir private Path temp;
  private final VideoTable videos = KilledTraining.platform().snapshot().videos();
  private final Set<String> checked = new HashSet<>();

  @Test
  void leavesWholeVersionsAndTheLatestOrTheNextInProduction(@Seed Random random) throws Exception {
    Path folder = temp.resolve("models");
    var store = new ModelStore(folder);
    int unfinished = 0;
    for (int kill = 0; kill < KILLS; kill++) {
      List<String> printed;
      try (var child =
          ChildJvm.start(temp, KilledTraining.class, folder.toString(), "life" + kill)) {
        child.awaitOutput();
        Thread.sleep(random.nextInt(LONGEST_LIFE_MILLIS));
        child.kill();
        printed = child.lines();
      }
      assertThat(store.current().orElseThrow())
          .isIn(printed.getLast(), "life" + kill + "-" + (printed.size() + 1));
      unfinished += unfinished(folder).isEmpty() ? 0 : 1;
      store.list().forEach(manifest -> assertIsWhole(store, manifest.version()));
    }
    System.out.println(checked.size() + " versions, " + unfinished + " kills amid a save");
    store.save(ModelStoreTest.models("last", 1), videos);
    assertThat(unfinished(folder)).isEmpty();
  }

  private void assertIsWhole(ModelStore store, String version) {
    if (checked.add(version)) {
      RetrievalModels models = store.load(version).retrieval();
      var vectors = new VideoVectors(models.get(ModelKinds.TWO_TOWER));
      IvfIndex index = models.index().orElseThrow().open(vectors, videos);
      assertThat(index.search(new float[2], videos.size(), IdFilter.ALL).size())
          .isEqualTo(videos.size());
    }
  }

  private static List<Path> unfinished(Path folder) throws IOException {
    try (var all = Files.list(folder)) {
      return all.filter(path -> path.toString().endsWith(".unfinished")).toList();
    }
  }
}
