package dev.marquee.engine.models;

import static dev.marquee.testkit.Script.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.marquee.engine.QuietModels;
import dev.marquee.engine.catalog.Columns;
import dev.marquee.engine.catalog.VideoTable;
import dev.marquee.engine.features.FeatureRows;
import dev.marquee.engine.features.Rows;
import dev.marquee.engine.index.IndexSettings;
import dev.marquee.engine.index.ivf.IvfIndex;
import dev.marquee.engine.math.metrics.Calibration;
import dev.marquee.engine.models.als.AlsLoss;
import dev.marquee.engine.models.als.AlsModel;
import dev.marquee.engine.models.wideanddeep.WideAndDeepModel;
import dev.marquee.testkit.Rankers;
import dev.marquee.testkit.TinyPlatform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

public class ModelStoreTest {

  private static final VideoTable VIDEOS =
      new TinyPlatform().publish("a", "b", "c").snapshot().videos();

  @TempDir Path folder;

  private ModelStore store() {
    return new ModelStore(folder.resolve("models"));
  }

  public static AlsModel als(int seed) {
    return new AlsModel(
        new AlsLoss(0.1, 0.01, 1), 2, List.of("a", "b"), new float[] {seed, 2, 3, 4});
  }

  static Models models(String version, int seed) {
    return models(version, seed, FeatureRows.DENSE_NAMES);
  }

  private static Models models(String version, int seed, List<String> features) {
    return models(version, seed, features, Columns.NONE);
  }

  private static Models models(String version, int seed, List<String> features, Columns columns) {
    Manifest manifest =
        new Manifest(
            version,
            new Manifest.Run(
                NOON.plusSeconds(seed), NOON, NOON.minusSeconds(60), 7, 100, 1, "test"),
            features,
            columns,
            Map.of("ranker", "default"),
            Map.of("auc", 0.75),
            Map.of());
    return new Models(
        manifest,
        QuietModels.around(als(seed)),
        new Fusion(Map.of("als", 1.0), 0.5),
        Rankers.random(seed));
  }

  private void save(String... versions) {
    for (int i = 0; i < versions.length; i++) {
      store().save(models(versions[i], i + 1), VIDEOS);
    }
  }

  @Test
  void anEmptyStoreHasNothing() {
    assertThat(store().list()).isEmpty();
    assertThat(store().current()).isEmpty();
    assertThatThrownBy(() -> store().rollback())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("train some first");
  }

  @Test
  void whatWasSavedIsLoaded() {
    save("m1");
    Models loaded = store().load("m1");
    Manifest manifest = models("m1", 1).manifest();
    assertThat(loaded.version()).isEqualTo("m1");
    assertThat(loaded.manifest().withFiles(Map.of())).isEqualTo(manifest);
    assertThat(loaded.manifest().files())
        .containsOnlyKeys(
            "als.model",
            "two-tower.model",
            "item-to-item.model",
            "graph.model",
            "walk.model",
            "fusion.json",
            "ranker.model",
            "videos.index",
            "videos.marks");
    assertThat(loaded.retrieval().index()).isPresent();
    assertThat(loaded.fusion()).isEqualTo(models("m1", 1).fusion());
    assertThat(loaded.als().items().ids()).containsExactly("a", "b");
    assertThat(parts(loaded)).isDeepEqualTo(parts(models("m1", 1)));
  }

  @Test
  void aStudentIsSavedBesideItsRanker() {
    Models some = models("m1", 1);
    store()
        .save(
            new Models(
                some.manifest(),
                some.retrieval(),
                some.fusion(),
                some.ranker(),
                Optional.of(Rankers.random(7))),
            VIDEOS);
    assertThat(store().load("m1").student().orElseThrow().networks().getFirst().parts())
        .isDeepEqualTo(Rankers.random(7).networks().getFirst().parts());
    save("m2");
    assertThat(store().load("m2").student()).isEmpty();
  }

  private static float[][] parts(Models models) {
    return ((WideAndDeepModel) models.ranker()).networks().getFirst().parts();
  }

  /// Saves the retrieval of a version with its ranker in a file of another format.
  private void saveInFormat(String version, String of) throws IOException {
    Models models = store().load(of);
    Path file = folder.resolve("given.test");
    try (var out = Files.newOutputStream(file)) {
      ((WideAndDeepModel) models.ranker()).write(out);
    }
    Manifest manifest = models(version, 5).manifest();
    store()
        .saveWithItsIndex(
            new Models(
                manifest,
                models.retrieval(),
                models.fusion(),
                RankerFormat.named(TestFormat.NAME).read(file)));
    Files.delete(file);
  }

  @Test
  void aRankerOfElsewhereIsSavedBesideTheRetrievalThatWasThere() throws IOException {
    save("m1");
    saveInFormat("m2", "m1");
    store().promote("m2");
    Models loaded = store().load("m2");
    assertThat(loaded.ranker()).isInstanceOf(TestFormat.Ranker.class);
    assertThat(loaded.manifest().files())
        .containsKeys("ranker.test", "videos.index")
        .doesNotContainKey("ranker.model");
    assertThat(loaded.retrieval().index()).isPresent();
    assertThat(loaded.als().items().ids()).containsExactly("a", "b");
  }

  @Test
  void aVersionWithoutAnIndexHandsNoneOn() throws IOException {
    save("m1");
    Files.delete(folder.resolve("models/m1/videos.index"));
    saveInFormat("m2", "m1");
    store().promote("m2");
    assertThat(store().load("m2").retrieval().index()).isEmpty();
    assertThat(store().manifest("m2").files()).doesNotContainKey("videos.index");
  }

  @Test
  void aDamagedRankerOfElsewhereIsRefusedAndTheOldVersionStays() throws IOException {
    save("m1");
    store().promote("m1");
    saveInFormat("m2", "m1");
    Path file = folder.resolve("models/m2/ranker.test");
    byte[] whole = Files.readAllBytes(file);
    for (int at = 0; at < whole.length; at += 1 + whole.length / 20) {
      byte[] damaged = whole.clone();
      damaged[at] ^= 4;
      Files.write(file, damaged);
      assertThatThrownBy(() -> store().promote("m2"))
          .isInstanceOf(ModelMismatchException.class)
          .hasMessageContaining("'m2': 'ranker.test' is not the file that was saved");
    }
    assertThat(store().current()).hasValue("m1");
  }

  @Test
  void aRankerOfAFormatWithoutAnAdapterIsRefusedWithTheModuleToAdd() {
    Models some = models("m1", 1);
    var ranker = new TestFormat.Ranker("odd", Rankers.random(1), (byte) 1);
    store().save(new Models(some.manifest(), some.retrieval(), some.fusion(), ranker), VIDEOS);
    assertThatThrownBy(() -> store().load("m1"))
        .isInstanceOf(ModelMismatchException.class)
        .hasMessageContaining("'m1': no adapter for rankers of the format 'odd'")
        .hasMessageContaining("add the module marquee-odd to the class path")
        .hasMessageContaining("'marquee models rollback'");
  }

  @Test
  void aRankerWithoutAFileIsNotSaved() {
    Models some = models("m1", 1);
    RankerModel other =
        new RankerModel() {
          @Override
          public void predict(FeatureRows rows, float[] pClick, float[] pWatch) {}

          @Override
          public void predict(Rows rows, int[] which, float[] pClick, float[] pWatch) {}
        };
    assertThatThrownBy(
            () ->
                store()
                    .save(
                        new Models(some.manifest(), some.retrieval(), some.fusion(), other),
                        VIDEOS))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("has no file");
    assertThat(store().list()).isEmpty();
  }

  private static Quality quality() {
    var bin = new Calibration.Bin(0.25, 0.5, 4);
    var slice =
        new Quality.Slice("all", 4, Map.of("auc.click", 0.75), Map.of("click", List.of(bin)));
    return new Quality(
        new Quality.Sample(NOON, NOON.plusSeconds(9), 4, 2, 0),
        List.of(slice),
        List.of(new Quality.Importance("video", Map.of("click", 0.125))),
        List.of(new Quality.Variant("student", Map.of("click", 0.001))),
        Optional.of(new Quality.Comparison("m0", 0, "too few", Map.of(), Map.of())));
  }

  @Test
  void aReportIsSavedWithItsVersion() {
    save("m1");
    store().save(models("m2", 2), VIDEOS, Optional.of(quality()));
    assertThat(store().quality("m1")).isEmpty();
    assertThat(store().quality("m2")).hasValue(quality());
    assertThat(store().manifest("m2").files()).containsKey("quality.json");
    assertThat(store().load("m2").version()).isEqualTo("m2");
  }

  @Test
  void aDamagedReportIsRefused() throws IOException {
    store().save(models("m1", 1), VIDEOS, Optional.of(quality()));
    Path file = folder.resolve("models/m1/quality.json");
    String whole = Files.readString(file);
    Files.writeString(file, whole.replace("0.75", "0.95"));
    for (ThrowingCallable use :
        List.<ThrowingCallable>of(
            () -> store().quality("m1"), () -> store().load("m1"), () -> store().promote("m1"))) {
      assertThatThrownBy(use)
          .isInstanceOf(ModelMismatchException.class)
          .hasMessageContaining("'m1': 'quality.json' is not the file that was saved");
    }
    Files.delete(file);
    assertThatThrownBy(() -> store().quality("m1"))
        .isInstanceOf(ModelMismatchException.class)
        .hasMessageContaining("quality.json");
  }

  @Test
  void savingDoesNotPromote() {
    save("m1");
    assertThat(store().current()).isEmpty();
    store().promote("m1");
    assertThat(store().current()).hasValue("m1");
  }

  @Test
  void versionsAreListedOldestFirst() throws IOException {
    save("b", "c", "a");
    Files.createDirectories(folder.resolve("models/.d.unfinished"));
    Files.copy(
        folder.resolve("models/a/manifest.json"),
        folder.resolve("models/.d.unfinished/manifest.json"));
    assertThat(store().list()).extracting(Manifest::version).containsExactly("b", "c", "a");
  }

  @Test
  void aVersionIsNeverOverwritten() {
    save("m1");
    assertThatThrownBy(() -> store().save(models("m1", 9), VIDEOS))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'m1' is there already: train under a new version");
    assertThat(store().manifest("m1").run().createdAt()).isEqualTo(NOON.plusSeconds(1));
  }

  @Test
  void whatASaveThatWasCutShortLeftIsGoneAfterTheNext() throws IOException {
    Path unfinished = folder.resolve("models/.m0.unfinished");
    Files.createDirectories(unfinished);
    Files.writeString(unfinished.resolve("als.model"), "half of a mo");
    assertThat(store().list()).isEmpty();
    save("m1");
    assertThat(store().load("m1").version()).isEqualTo("m1");
    assertThat(unfinished).doesNotExist();
  }

  @Test
  void rollingBackGoesThroughTheEarlierPromotions() {
    save("m1", "m2", "m3");
    store().promote("m1");
    store().promote("m3");
    store().promote("m2");
    assertThat(store().rollback()).isEqualTo("m3");
    assertThat(store().current()).hasValue("m3");
    assertThat(store().rollback()).isEqualTo("m1");
    assertThatThrownBy(() -> store().rollback())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("'m1' is the first");
    assertThat(store().current()).hasValue("m1");
  }

  @Test
  void promotingTwiceIsPromotingOnce() {
    save("m1", "m2");
    store().promote("m1");
    store().promote("m2");
    store().promote("m2");
    assertThat(store().rollback()).isEqualTo("m1");
  }

  @Test
  void onlyWholeVersionsArePromoted() throws IOException {
    save("m1", "m2", "m3");
    store().promote("m1");
    Files.delete(folder.resolve("models/m2/ranker.model"));
    Files.delete(folder.resolve("models/m3/manifest.json"));
    assertThatThrownBy(() -> store().promote("m2"))
        .isInstanceOf(ModelMismatchException.class)
        .hasMessageContaining("'m2'");
    assertThatThrownBy(() -> store().promote("m3")).isInstanceOf(IllegalArgumentException.class);
    assertThat(store().current()).hasValue("m1");
  }

  @Test
  void aFlippedByteIsRefusedAndTheOldVersionStays() throws IOException {
    save("m1", "m2");
    store().promote("m1");
    for (String name : List.of("als.model", "ranker.model", "videos.index", "videos.marks")) {
      Path file = folder.resolve("models/m2").resolve(name);
      byte[] whole = Files.readAllBytes(file);
      for (int at = 0; at < whole.length; at += 1 + whole.length / 20) {
        byte[] damaged = whole.clone();
        damaged[at] ^= 4;
        Files.write(file, damaged);
        assertThatThrownBy(() -> store().promote("m2"))
            .isInstanceOf(ModelMismatchException.class)
            .hasMessageContaining("'m2'")
            .hasMessageContaining(name);
      }
      Files.write(file, whole);
    }
    assertThat(store().current()).hasValue("m1");
    store().promote("m2");
    assertThat(store().current()).hasValue("m2");
  }

  @Test
  void aDamagedManifestIsRefusedByName() throws IOException {
    save("m1", "m2");
    for (String damaged : List.of("{ \"version\": ", "{}", "{\"version\": \"m1\"}", "")) {
      Files.writeString(folder.resolve("models/m1/manifest.json"), damaged);
      assertThatThrownBy(() -> store().load("m1"))
          .as(damaged)
          .isInstanceOf(ModelMismatchException.class)
          .hasMessageContaining("'m1'")
          .hasMessageContaining("restore it or train again");
    }
    assertThat(store().load("m2").version()).isEqualTo("m2");
  }

  @Test
  void anIndexOfAnotherModelIsRefusedAndTheOldVersionStays() throws IOException {
    save("m1", "m2");
    store().promote("m1");
    Path index = folder.resolve("models/m2/videos.index");
    byte[] own = Files.readAllBytes(index);
    Files.copy(
        folder.resolve("models/m1/videos.index"), index, StandardCopyOption.REPLACE_EXISTING);
    assertIndexIsRefused("holds vectors of model m1 with towers ");
    assertIndexIsRefused(", expected m2 with towers ");

    String towers =
        "m2 with towers %08x".formatted(store().manifest("m2").files().get("two-tower.model"));
    IvfIndex.empty(IndexSettings.of(9)).save(index, towers);
    assertIndexIsRefused("holds vectors of 9 coordinates, the model's have 2");

    IvfIndex.empty(IndexSettings.of(2)).save(index, towers);
    assertIndexIsRefused("holds 0 vectors, videos.marks names 3 videos");

    byte[] later = own.clone();
    later[8] = 77;
    Files.write(index, later);
    assertIndexIsRefused("is of version 77, expected ");

    byte[] damaged = own.clone();
    damaged[40] ^= 1;
    Files.write(index, damaged);
    assertIndexIsRefused("its header is damaged");

    Files.write(index, own);
    store().promote("m2");
    assertThat(store().current()).hasValue("m2");
  }

  private void assertIndexIsRefused(String difference) {
    for (ThrowingCallable use :
        List.<ThrowingCallable>of(() -> store().load("m2"), () -> store().promote("m2"))) {
      assertThatThrownBy(use)
          .isInstanceOf(ModelMismatchException.class)
          .hasMessageContaining("'m2'")
          .hasMessageContaining("videos.index")
          .hasMessageContaining(difference)
          .hasMessageContaining("build");
    }
    assertThat(store().current()).hasValue("m1");
  }

  @Test
  void anIndexOfOtherTowersOfTheSameVersionIsRefused() throws IOException {
    save("m1");
    var elsewhere = new ModelStore(folder.resolve("elsewhere"));
    elsewhere.save(
        QuietModels.version(
            "m1", QuietModels.around(QuietModels.twoTower(1, List.of("a"), 5)), Fusion.NONE, 0),
        VIDEOS);
    Files.copy(
        folder.resolve("elsewhere/m1/videos.index"),
        folder.resolve("models/m1/videos.index"),
        StandardCopyOption.REPLACE_EXISTING);
    assertThatThrownBy(() -> store().load("m1"))
        .isInstanceOf(ModelMismatchException.class)
        .hasMessageMatching(
            "(?s).*holds vectors of model m1 with towers \\p{XDigit}{8}, expected m1 with towers"
                + " \\p{XDigit}{8}: .*");
  }

  @Test
  void aVersionWithoutAnIndexIsLoaded() throws IOException {
    save("m1");
    Files.delete(folder.resolve("models/m1/videos.index"));
    store().promote("m1");
    assertThat(store().load("m1").retrieval().index()).isEmpty();
  }

  @Test
  void rollingBackToADamagedVersionKeepsTheCurrentOne() throws IOException {
    save("m1", "m2");
    store().promote("m1");
    store().promote("m2");
    Files.writeString(folder.resolve("models/m1/als.model"), "gone");
    assertThatThrownBy(() -> store().rollback()).isInstanceOf(ModelMismatchException.class);
    assertThat(store().current()).hasValue("m2");
  }

  @Test
  void modelsOfOtherColumnsAreRefusedByTheDifferenceAndThoseInProductionStay() {
    var numbers = new Columns(Map.of("age", Columns.Kind.NUMBER), Map.of());
    var categories = new Columns(Map.of("age", Columns.Kind.CATEGORY), Map.of());
    var declared = new ModelStore(folder.resolve("models"), categories);
    declared.save(models("m1", 1, FeatureRows.DENSE_NAMES, categories), VIDEOS);
    declared.save(models("m2", 2, FeatureRows.DENSE_NAMES, numbers), VIDEOS);
    declared.promote("m1");
    for (ThrowingCallable use :
        List.<ThrowingCallable>of(() -> declared.load("m2"), () -> declared.promote("m2"))) {
      assertThatThrownBy(use)
          .isInstanceOf(ModelMismatchException.class)
          .hasMessageContaining("'m2'")
          .hasMessageContaining("(user 'age': number, now category)")
          .hasMessageContaining("train again");
    }
    assertThat(declared.current()).hasValue("m1");
    assertThat(declared.load("m1").manifest().columns()).isEqualTo(categories);
    assertThatThrownBy(() -> store().load("m1"))
        .isInstanceOf(ModelMismatchException.class)
        .hasMessageContaining("(user 'age': category, now not declared)");
  }

  @Test
  void modelsOfBeforeThereWereDeclarationsLearnedFromNone() throws IOException {
    save("m1");
    Path manifest = folder.resolve("models/m1/manifest.json");
    String written = Files.readString(manifest);
    String older =
        written.replaceFirst("(?s)\"columns\" : \\{.*?\\},\\s*\"settings\"", "\"settings\"");
    assertThat(older).isNotEqualTo(written);
    Files.writeString(manifest, older);
    assertThat(store().load("m1").manifest().columns()).isEqualTo(Columns.NONE);
  }

  @Test
  void modelsOfOtherFeaturesAreRefusedByName() {
    List<String> renamed = new ArrayList<>(FeatureRows.DENSE_NAMES);
    renamed.set(3, "video: mood");
    store().save(models("m1", 1, renamed), VIDEOS);
    assertThatThrownBy(() -> store().load("m1"))
        .isInstanceOf(ModelMismatchException.class)
        .hasMessageContaining("'m1'")
        .hasMessageContaining("video: mood")
        .hasMessageContaining(FeatureRows.DENSE_NAMES.get(3))
        .hasMessageContaining("train again");
  }

  @Test
  void anUnknownVersionNamesTheWayOut() {
    save("m1");
    assertThatThrownBy(() -> store().load("m9"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no model version 'm9'")
        .hasMessageContaining("see 'marquee models list'");
    assertThatThrownBy(() -> store().promote("m9")).isInstanceOf(IllegalArgumentException.class);
    assertThat(store().current()).isEmpty();
  }

  @Test
  void noVersionReachesOutsideTheFolder() throws IOException {
    save("m1");
    Path outside = folder.resolve("outside");
    Files.createDirectories(outside);
    Files.copy(folder.resolve("models/m1/manifest.json"), outside.resolve("manifest.json"));
    for (String version :
        List.of("../outside", "m1/../../outside", outside.toString(), ".", "..", "", "a\\b")) {
      assertThatThrownBy(() -> store().load(version))
          .as(version)
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> store().save(models(version, 2), VIDEOS))
          .as(version)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("'" + version + "'");
    }
    assertThatThrownBy(() -> store().save(models("promoted", 2), VIDEOS))
        .isInstanceOf(IllegalArgumentException.class);
    try (var left = Files.list(folder.resolve("models"))) {
      assertThat(left)
          .containsExactlyInAnyOrder(folder.resolve("models/m1"), folder.resolve("models/.lock"));
    }
    try (var left = Files.list(folder)) {
      assertThat(left).containsExactlyInAnyOrder(folder.resolve("models"), outside);
    }
  }
}
