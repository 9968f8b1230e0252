package dev.marquee.engine.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.marquee.engine.events.Event;
import dev.marquee.engine.events.VideoPublished;
import dev.marquee.engine.features.FeatureRows;
import dev.marquee.engine.models.Manifest;
import dev.marquee.engine.models.ModelStore;
import dev.marquee.engine.models.Models;
import dev.marquee.engine.models.Quality;
import dev.marquee.engine.state.CounterTable;
import dev.marquee.engine.state.Fold;
import dev.marquee.engine.state.FoldSettings;
import dev.marquee.engine.state.Keys;
import dev.marquee.engine.state.UserState;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A data directory that an earlier Marquee wrote opens: 718 events of 12 viewers and 24 videos,
/// imported, trained from and served.
class EarlierDataDirectoryTest {

  private static final String ARCHIVE = "/earlier/data-0.1.zip";
  private static final FoldSettings SETTINGS = FoldSettings.defaults();

  @TempDir Path data;

  @BeforeEach
  void unpack() throws IOException {
    try (InputStream archive = getClass().getResourceAsStream(ARCHIVE);
        var files = new ZipInputStream(archive)) {
      for (ZipEntry entry = files.getNextEntry(); entry != null; entry = files.getNextEntry()) {
        Path file = data.resolve(entry.getName()).normalize();
        if (entry.isDirectory()) {
          Files.createDirectories(file);
        } else {
          Files.createDirectories(file.getParent());
          Files.copy(files, file);
        }
      }
    }
  }

  private static Fold folded(RocksDirectory directory) {
    Fold fold = new RocksStateStore(directory).load(SETTINGS).orElseGet(() -> new Fold(SETTINGS));
    directory
        .log()
        .replay(
            (place, event) -> {
              fold.apply(place, event);
              return true;
            });
    return fold;
  }

  @Test
  void itsLogIsReadBack() {
    try (var directory = RocksDirectory.open(data.resolve("store"))) {
      List<Event> events = new ArrayList<>();
      directory.log().replay((place, event) -> events.add(event));
      assertThat(events).hasSize(718).first().isInstanceOf(VideoPublished.class);
      assertThat(events).extracting(Event::id).startsWith("g1", "g2").endsWith("g718");
    }
  }

  @Test
  void whatWasAppendedIsKnownAndMoreCanBeAppended() {
    try (var directory = RocksDirectory.open(data.resolve("store"))) {
      List<Event> events = new ArrayList<>();
      directory.log().replay((place, event) -> events.add(event));
      assertThat(directory.log().append(events).join().repeated()).isEqualTo(718);
      assertThat(directory.log().end(0)).isEqualTo(718);
    }
  }

  @Test
  void itsStateIsRefolded() {
    try (var directory = RocksDirectory.open(data.resolve("store"))) {
      assertThat(new RocksStateStore(directory).load(SETTINGS))
          .as("of an earlier format")
          .isEmpty();
      Fold fold = folded(directory);
      assertThat(fold.offset()).isEqualTo(718);
      assertThat(fold.videos().size()).isEqualTo(24);
      int all = fold.counters().find(Keys.ALL);
      assertThat(fold.counters().count(all, CounterTable.IMPRESSIONS)).isEqualTo(420);
      assertThat(fold.users().read("u1").imported().size()).isEqualTo(2);
      assertThat(fold.users().read("u2").followed()).containsExactly("c1");

      new RocksStateStore(directory).save(fold);
      Fold saved = new RocksStateStore(directory).load(SETTINGS).orElseThrow();
      UserState u1 = saved.users().read("u1");
      assertThat(u1.toBytes(saved.videos()))
          .isEqualTo(fold.users().read("u1").toBytes(fold.videos()));
    }
  }

  @Test
  void itsModelsAreLoaded() {
    var store = new ModelStore(data.resolve("models"));
    String promoted = store.current().orElseThrow();
    Models models = store.load(promoted);
    assertThat(models.manifest().version()).isEqualTo(promoted);
    assertThat(models.manifest().denseFeatures()).isEqualTo(FeatureRows.DENSE_NAMES);
  }

  @Test
  void whatItSaysOfItsModelsIsRead() {
    var store = new ModelStore(data.resolve("models"));
    String promoted = store.current().orElseThrow();
    Manifest.Run run = store.manifest(promoted).run();
    assertThat(run.logOffset()).isEqualTo(718);
    assertThat(run.examples()).isEqualTo(335);
    assertThat(run.dataUntil()).isEqualTo("2026-03-06T11:00:00.001Z");
    Quality.Sample sample = store.quality(promoted).orElseThrow().sample();
    assertThat(sample.rows()).isEqualTo(25);
    assertThat(sample.from()).isEqualTo("2026-03-05T04:07:00Z");
  }
}
