package dev.marquee.engine.retrieval;

import static org.assertj.core.api.Assertions.assertThat;

import dev.marquee.engine.QuietModels;
import dev.marquee.engine.catalog.VideoTable;
import dev.marquee.engine.index.ivf.IvfIndex;
import dev.marquee.engine.models.Fusion;
import dev.marquee.engine.models.ModelKinds;
import dev.marquee.engine.models.ModelStore;
import dev.marquee.engine.models.RetrievalModels;
import dev.marquee.engine.models.twotower.TwoTowerModel;
import dev.marquee.engine.models.twotower.TwoTowerScores;
import dev.marquee.engine.retrieval.sources.ChartSource;
import dev.marquee.engine.retrieval.sources.TwoTowerSource;
import dev.marquee.testkit.TinyPlatform;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DamagedIndexTest {

  private static final TwoTowerModel TOWERS =
      QuietModels.twoTower(2, List.of("cat1", "cat2", "dog"), 1, 0, .9f, .1f, 0, 1);

  @TempDir private Path folder;
  private final TinyPlatform platform =
      new TinyPlatform().publish("cat1", "cat2", "dog").watch("ann", "cat1");
  private Retrieval retrieval;

  @BeforeEach
  void flipABitOfAList() throws Exception {
    VideoTable videos = platform.snapshot().videos();
    var store = new ModelStore(folder);
    store.save(QuietModels.version("m1", QuietModels.around(TOWERS), Fusion.NONE, 0), videos);
    Path file = folder.resolve("m1/videos.index");
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length - 1] ^= 1;
    Files.write(file, bytes);
    RetrievalModels models = store.load("m1").retrieval();
    retrieval =
        new Retrieval(
            List.of(
                new Retrieval.Share(
                    "two-tower",
                    new TwoTowerSource(
                        new TwoTowerScores(models.get(ModelKinds.TWO_TOWER)),
                        models.index(),
                        videos,
                        IvfIndex.KIND),
                    10,
                    1),
                new Retrieval.Share("popular", ChartSource.popular(), 10, 1)));
  }

  private Retrieval.RetrievalResult find() {
    return retrieval.find(platform.query("ann"), System.nanoTime() + 60_000_000_000L);
  }

  @Test
  void theSourceIsNamedAsFailedAndTheOthersAnswer() {
    Retrieval.RetrievalResult found = find();
    assertThat(found.failed()).containsOnlyKeys("two-tower");
    assertThat(found.failed().get("two-tower")).contains("videos.index: list 0 is damaged");
    assertThat(found.candidates()).hasSize(2);
  }

  @Test
  void anotherIndexIsBuiltInItsPlace() {
    Retrieval.RetrievalResult found = find();
    assertThat(found.failed()).isNotEmpty();
    platform.publish("new").remove("dog");
    for (int tries = 0; !found.failed().isEmpty(); tries++) {
      assertThat(tries).as("waited for 10 s").isLessThan(1_000);
      LockSupport.parkNanos(10_000_000);
      found = find();
    }
    assertThat(found.found()).containsEntry("two-tower", 2);
    assertThat(platform.ids(new int[] {found.candidates().getFirst().video()}))
        .containsExactly("cat2");
  }
}
