package dev.marquee.engine.models.twotower;

import static org.assertj.core.api.Assertions.assertThat;

import dev.marquee.engine.QuietModels;
import dev.marquee.engine.catalog.VideoTable;
import dev.marquee.engine.features.TowerFeatures;
import dev.marquee.engine.index.Hits;
import dev.marquee.engine.index.IdFilter;
import dev.marquee.engine.index.ivf.IvfIndex;
import dev.marquee.engine.models.Damage;
import dev.marquee.testkit.Seed;
import dev.marquee.testkit.TinyPlatform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SavedIndexTest {

  private static final int D = 4;
  private static final int ITEMS = 200;
  private static final int STRANGERS = 100;

  @TempDir private Path folder;
  private final Random random;
  private TinyPlatform platform = new TinyPlatform();
  private TwoTowerModel model;

  SavedIndexTest(@Seed Random random) {
    this.random = random;
  }

  /// A catalog of which training met two thirds.
  @BeforeEach
  void save() throws IOException {
    publishAll(IntStream.range(0, ITEMS + STRANGERS).boxed().toList());
    float[] rows = new float[ITEMS * D];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = (float) random.nextGaussian();
    }
    List<String> items = IntStream.range(0, ITEMS).mapToObj(i -> "v" + i).toList();
    VideoTable videos = platform.snapshot().videos();
    long cats = TowerFeatures.ofVideo(videos, videos.find("v0"))[0];
    model = QuietModels.twoTower(D, items, rows, new long[] {cats});
    SavedIndex.save(folder, "m1", model, videos);
  }

  private void publishAll(List<Integer> order) {
    order.forEach(i -> platform.publish("v" + i, TinyPlatform.by("cats", TinyPlatform.ELEVEN)));
  }

  /// The saved index over the platform's table finds what one that is built of it does.
  private IvfIndex assertIsAsBuilt() throws IOException {
    VideoTable videos = platform.snapshot().videos();
    var vectors = new VideoVectors(model);
    IvfIndex opened = SavedIndex.read(folder, "m1", model).orElseThrow().open(vectors, videos);
    var built = (IvfIndex) SavedIndex.build(vectors, videos, IvfIndex.KIND);
    assertThat(opened.size()).isEqualTo(built.size());
    assertThat(opened.settings()).isEqualTo(built.settings());
    for (int round = 0; round < 5; round++) {
      float[] query = new float[D + 1];
      for (int i = 0; i < query.length; i++) {
        query[i] = (float) random.nextGaussian();
      }
      Hits expected = built.search(query, ITEMS + 2 * STRANGERS, IdFilter.ALL);
      Hits found = opened.search(query, ITEMS + 2 * STRANGERS, IdFilter.ALL);
      assertThat(found.ids()).containsExactly(expected.ids());
      assertThat(found.scores()).containsExactly(expected.scores());
    }
    return opened;
  }

  @Test
  void anOpenedIndexIsAsBuilt() throws IOException {
    assertIsAsBuilt();
  }

  @Test
  void whatCameChangedAndWentSinceIsTakenIn() throws IOException {
    for (int step = 0; step < 60; step++) {
      String video = "v" + random.nextInt(ITEMS + 2 * STRANGERS);
      switch (random.nextInt(3)) {
        case 0 -> platform.remove(video);
        case 1 -> platform.publish(video, TinyPlatform.by("dogs", TinyPlatform.ELEVEN));
        default -> platform.watch("ann", video);
      }
    }
    assertIsAsBuilt();
  }

  @Test
  void aTableThatNumbersSomeVideosOtherwiseHasItsOwn() throws IOException {
    platform = new TinyPlatform();
    List<Integer> order = IntStream.range(0, 300).boxed().collect(Collectors.toList());
    Collections.shuffle(order.subList(250, 300), random);
    publishAll(order);
    assertIsAsBuilt();
  }

  @Test
  void aTableThatNumbersAllVideosOtherwiseHasItsOwn() throws IOException {
    platform = new TinyPlatform();
    publishAll(IntStream.range(0, ITEMS + STRANGERS).map(i -> 299 - i).boxed().toList());
    assertIsAsBuilt();
  }

  @Test
  void aSmallerTableHasNoMoreThanItsVideos() throws IOException {
    platform = new TinyPlatform();
    publishAll(IntStream.range(0, 250).boxed().toList());
    assertThat(assertIsAsBuilt().size()).isEqualTo(250);
  }

  @Test
  void eachReaderWritesToAnIndexOfItsOwn() throws IOException {
    assertIsAsBuilt().remove(0);
    assertIsAsBuilt();
  }

  @Test
  void aListThatIsFoundDamagedWhileOpeningIsBuiltAnew() throws IOException {
    Path file = folder.resolve("videos.index");
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length - 1] ^= 1;
    Files.write(file, bytes);
    platform.remove("v7");
    assertIsAsBuilt();
  }

  @Test
  void damagedMarksAreRefused() throws IOException {
    byte[] marks = Files.readAllBytes(folder.resolve("videos.marks"));
    Damage.requireRefused("videos", marks, SavedIndex::readMarks);
  }
}
