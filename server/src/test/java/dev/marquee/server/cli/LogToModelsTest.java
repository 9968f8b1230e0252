package dev.marquee.server.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.marquee.engine.Marquee;
import dev.marquee.engine.MarqueeSettings;
import dev.marquee.engine.Request;
import dev.marquee.engine.catalog.Columns;
import dev.marquee.engine.catalog.VideoTable;
import dev.marquee.engine.events.Event;
import dev.marquee.engine.events.json.EventJson;
import dev.marquee.engine.models.Manifest;
import dev.marquee.engine.models.ModelStore;
import dev.marquee.engine.models.Models;
import dev.marquee.engine.models.Quality;
import dev.marquee.engine.storage.RocksDirectory;
import dev.marquee.server.data.ColumnsFile;
import dev.marquee.simulator.LoggingPolicy;
import dev.marquee.simulator.Simulation;
import dev.marquee.simulator.World;
import dev.marquee.simulator.WorldSettings;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// The way of a log through the command line: imported, trained on twice, listed, evaluated, and
/// back to the first models.
class LogToModelsTest {

  private static final WorldSettings WORLD =
      WorldSettings.defaults().withSeed(5).withViewers(150).withVideos(400).withDays(5);

  private static final Instant START = WORLD.start();
  private static final String SPLIT = START.plus(Duration.ofDays(3)).toString();

  @TempDir private static Path folder;
  private static Path file;
  private static String data;
  private static int events;
  private static Ran imported;
  private static Ran first;
  private static Ran second;
  private static Ran evaluated;

  @BeforeAll
  static void importAndTrain() throws IOException {
    file = folder.resolve("events.ndjson");
    data = folder.resolve("data").toString();
    List<Event> all = new ArrayList<>();
    World world = World.create(WORLD);
    new Simulation(world, new LoggingPolicy(world, new SplittableRandom(5)), all::add).run();
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
      EventJson.writeLines(all, out);
    }
    events = all.size();
    imported = run("import", "events", file.toString()).done();
    first = run("train", "--until", START.plus(Duration.ofDays(2)).toString()).done();
    second = run("train", "--until", SPLIT).done();
    evaluated = run("evaluate").done();
  }

  @Test
  void anImportCountsWhatItRead() {
    assertThat(imported.metrics().get("rows").asInt()).isEqualTo(events);
    assertThat(imported.metrics().get("events.appended").asInt()).isEqualTo(events);
    assertThat(imported.metrics().get("rows.bad").asInt()).isZero();
    assertThat(imported.metrics().has("seconds.import")).isTrue();
  }

  @Test
  void importingTwiceChangesNothing() {
    JsonNode again = run("import", "events", file.toString()).done().metrics();
    assertThat(again.get("events.appended").asInt()).isZero();
    assertThat(again.get("events.already_there").asInt()).isEqualTo(events);
  }

  @Test
  void trainingTellsVersionSpanAndFigures() {
    assertThat(second.json().get("dataUntil").asString()).isEqualTo(SPLIT);
    assertThat(second.lines().getFirst()).contains(version(second));
    JsonNode metrics = second.metrics();
    assertThat(metrics.get("rate.click").asDouble()).isBetween(0.02, 0.5);
    assertThat(metrics.get("examples").asInt())
        .isGreaterThan(first.metrics().get("examples").asInt());
    assertThat(metrics.propertyNames())
        .contains("seconds.train", "retrieval.users", "retrieval.positives");
  }

  @Test
  void theListMarksTheLatestModels() {
    Ran listed = run("models", "list").done();
    assertThat(listed.json().get("current").asString()).isEqualTo(version(second));
    assertThat(listed.json().get("versions").valueStream().map(JsonNode::asString))
        .containsExactly(version(first), version(second));
    assertThat(listed.lines()).filteredOn(line -> line.startsWith("* ")).hasSize(1);
    assertThat(listed.lines()).anyMatch(line -> line.startsWith("* " + version(second)));
  }

  @Test
  void trainingTellsWhetherTheModelsWerePromotedAndHowGoodTheyAre() {
    assertThat(second.json().get("promoted").asBoolean()).isTrue();
    assertThat(second.json().get("quality").asString()).contains("AUC").contains("of clicks");
  }

  @Test
  void theReportIsOfTheModelsInProduction() {
    Ran report = run("models", "report").done();
    assertThat(report.json().get("version").asString()).isEqualTo(version(second));
    assertThat(report.metrics().propertyNames())
        .contains("auc.click", "ece.watch", "rows", "lost.click.video");
    assertThat(report.lines().getFirst()).isEqualTo(version(second) + ": in production");
    String auc = "%.4f".formatted(report.metrics().get("auc.click").asDouble());
    assertThat(report.lines()).anyMatch(line -> line.startsWith("all ") && line.contains(auc));
    assertThat(report.json().get("quality").get("comparison").get("version").asString())
        .isEqualTo(version(first));
    assertThat(report.out()).doesNotContain("NaN");

    Ran ofFirst = run("models", "report", version(first)).done();
    assertThat(ofFirst.json().get("version").asString()).isEqualTo(version(first));
    assertThat(run("models", "report", "nosuch").exit()).isEqualTo(2);
  }

  @Test
  void worseModelsAreNotPromotedAndTheOldOnesKeepServing(@TempDir Path copy) throws IOException {
    copyModels(copy);
    ModelStore store = new ModelStore(copy.resolve("models"));
    Models good = store.load(version(second));
    store.save(named("worse", good), new VideoTable(), Optional.of(worse()));
    store.save(named("foreign", good), new VideoTable());
    String data = copy.toString();
    try (Marquee marquee = Marquee.open(copy, settings(copy))) {
      Ran refused = Ran.marquee("models", "promote", "worse", "--data", data);
      assertThat(refused.exit()).isEqualTo(1);
      assertThat(refused.err())
          .contains("version 'worse' is not promoted, '%s' stays".formatted(version(second)))
          .contains("log loss of clicks is 0.9000, expected at most 0.5100")
          .contains("'marquee models promote worse --force'")
          .doesNotContain("MARQUEE_DEBUG");
      assertThat(Ran.marquee("models", "promote", "foreign", "--data", data).err())
          .contains("no quality report");
      assertThat(Ran.marquee("models", "report", "worse", "--data", data).done().lines())
          .first()
          .asString()
          .startsWith("worse: not to be promoted: log loss of clicks");
      marquee.reloadModels();
      assertThat(inUse(marquee)).isEqualTo(version(second));

      Ran forced =
          Ran.marquee("models", "promote", "worse", "--force", "--json", "--data", data).done();
      assertThat(forced.json().get("version").asString()).isEqualTo("worse");
      assertThat(forced.err()).contains("promoted although log loss of clicks");
      marquee.reloadModels();
      assertThat(inUse(marquee)).isEqualTo("worse");

      Ran.marquee("models", "rollback", "--data", data).done();
      marquee.reloadModels();
      assertThat(inUse(marquee)).isEqualTo(version(second));
    }
    Ran unknown = Ran.marquee("models", "promote", "nosuch", "--data", data);
    assertThat(unknown.exit()).isEqualTo(2);
    assertThat(unknown.err()).contains("no model version 'nosuch'");
  }

  private static MarqueeSettings settings(Path data) {
    return MarqueeSettings.defaults().with(ColumnsFile.read(data));
  }

  private static Models named(String version, Models models) {
    return named(version, models, models.manifest().columns());
  }

  private static Models named(String version, Models models, Columns columns) {
    Manifest of = models.manifest();
    Manifest manifest =
        new Manifest(
            version, of.run(), of.denseFeatures(), columns, of.settings(), of.metrics(), Map.of());
    return new Models(manifest, models.retrieval(), models.fusion(), models.ranker());
  }

  private static Quality worse() {
    return new Quality(
        new Quality.Sample(START, START, 5_000, 10, 0),
        List.of(
            new Quality.Slice(
                Quality.ALL, 5_000, Map.of(), Map.of("click", List.of(), "watch", List.of()))),
        List.of(),
        List.of(),
        Optional.of(
            new Quality.Comparison(
                version(second),
                5_000,
                "",
                Map.of("logloss.click", 0.9),
                Map.of("logloss.click", 0.5))));
  }

  @Test
  void theListIsWhatModelsDoesByItself() {
    assertThat(run("models").out()).isEqualTo(run("models", "list").out());
  }

  @Test
  void goingBackIsPossibleUntilTheFirst(@TempDir Path copy) throws IOException {
    copyModels(copy);
    Ran back = Ran.marquee("models", "rollback", "--json", "--data", copy.toString()).done();
    assertThat(back.json().get("version").asString()).isEqualTo(version(first));
    assertThat(back.metrics()).isEmpty();
    Ran listed = Ran.marquee("models", "--data", copy.toString()).done();
    assertThat(listed.lines()).anyMatch(line -> line.startsWith("* " + version(first)));
    assertThat(listed.lines()).anyMatch(line -> line.startsWith("  " + version(second)));

    Ran further = Ran.marquee("models", "rollback", "--data", copy.toString());
    assertThat(further.exit()).isEqualTo(2);
    assertThat(further.err()).contains("is the first").doesNotContain("MARQUEE_DEBUG");
  }

  @Test
  void theDataDirectoryMayBeNamedBeforeTheSubcommand(@TempDir Path copy) throws IOException {
    copyModels(copy);
    Ran back = Ran.marquee("models", "--data", copy.toString(), "--json", "rollback").done();
    assertThat(back.json().get("version").asString()).isEqualTo(version(first));
  }

  @Test
  void anEvaluationHasTheFiguresOfTheContract() {
    JsonNode metrics = evaluated.metrics();
    List<String> expected = new ArrayList<>();
    for (String state : List.of("", "live.", "frozen.")) {
      for (String figure : List.of("auc", "logloss", "ece", "gauc")) {
        expected.add(state + figure + ".click");
        expected.add(state + figure + ".watch");
      }
    }
    for (int cut : new int[] {10, 50, 100, 500}) {
      expected.addAll(List.of("recall@" + cut, "ndcg@" + cut + ".merged"));
      for (String source : List.of("als", "popular", "trending", "feed")) {
        expected.addAll(List.of("recall@" + cut + "." + source, "ndcg@" + cut + "." + source));
      }
    }
    expected.addAll(
        List.of("ndcg@10", "precision@10", "skew.checked", "skew.different", "skew.not_compared"));
    expected.addAll(List.of("seconds.evaluate", "impressions", "users"));
    assertThat(metrics.propertyNames()).containsAll(expected);
    assertThat(metrics.get("auc.click").asDouble()).isBetween(0.5, 1.0);
    assertThat(evaluated.json().get("version").asString()).isEqualTo(version(second));
    assertThat(evaluated.json().get("from").asString()).isEqualTo(SPLIT);
  }

  @Test
  void eachFigureIsReadFromItsStateUnlessOneIsNamed() {
    JsonNode own = evaluated.metrics();
    assertThat(own.propertyNames()).contains("auc.click", "gauc.click");
    assertThat(own.get("auc.click")).isEqualTo(own.get("live.auc.click"));
    assertThat(own.get("gauc.click")).isEqualTo(own.get("frozen.gauc.click"));
    JsonNode live = run("evaluate", "--state", "live").done().metrics();
    assertThat(live.get("gauc.click")).isEqualTo(own.get("live.gauc.click"));
    JsonNode frozen = run("evaluate", "--state", "frozen").done().metrics();
    assertThat(frozen.get("auc.click")).isEqualTo(own.get("frozen.auc.click"));
  }

  @Test
  void theTableShowsTheFiguresOfTheJson() {
    String auc = "%.4f".formatted(evaluated.metrics().get("live.auc.click").asDouble());
    assertThat(evaluated.lines())
        .anyMatch(line -> line.startsWith("Marquee, live") && line.contains(auc));
    assertThat(evaluated.lines()).anyMatch(line -> line.startsWith("als "));
  }

  @Test
  void aSpanOfThePastOfTheModelsIsTwo() {
    Ran ran = run("evaluate", "--from", START.plus(Duration.ofHours(71)).toString());
    assertThat(ran.exit()).isEqualTo(2);
    assertThat(ran.err()).contains(version(second)).contains("learned from events until " + SPLIT);
    assertThat(ran.out()).isEmpty();
  }

  @Test
  void aTimeMayHaveAnyZone() {
    Ran east = run("evaluate", "--from", SPLIT.replace("T00:00:00Z", "T08:00+08:00")).done();
    assertThat(east.json().get("from")).isEqualTo(evaluated.json().get("from"));
    assertThat(east.metrics().get("auc.click")).isEqualTo(evaluated.metrics().get("auc.click"));
  }

  @Test
  void aRankerThatCannotLearnOnBeginsAnewAndSaysWhy(@TempDir Path copy) throws IOException {
    copy("store", copy);
    String there = copy.toString();
    String day2 = START.plus(Duration.ofDays(2)).toString();
    Ran none = Ran.marquee("train", "--warm", "--until", day2, "--data", there, "--json").done();
    assertThat(none.err()).contains("the ranker is trained from scratch: none is in production");
    assertThat(none.json().get("warm").asString()).isEqualTo("no");
    Ran few =
        Ran.marquee(
            "train",
            "--warm",
            "--set",
            "ranker.schedule.epochs=1",
            "--until",
            SPLIT,
            "--data",
            there);
    assertThat(few.err())
        .containsPattern(
            "the ranker is trained from scratch: the latest slice of the [0-9,]+ examples since '%s'"
                .formatted(version(none)));
    Manifest manifest = new ModelStore(copy.resolve("models")).list().getLast();
    assertThat(manifest.settings()).containsEntry("ranker.schedule.epochs", "1");
    assertThat(manifest.settings()).doesNotContainKey("warm");
  }

  @Test
  void aRankerGoesOutAsOnnxAndComesBack(@TempDir Path copy) throws IOException {
    copyModels(copy);
    String there = copy.toString();
    Path onnx = copy.resolve("ranker.onnx");
    Ran exported =
        Ran.marquee("models", "export", "--onnx", onnx.toString(), "--data", there, "--json");
    assertThat(exported.done().json().get("version").asString()).isEqualTo(version(second));
    assertThat(exported.metrics().get("bytes").asLong()).isEqualTo(Files.size(onnx));

    Ran back = Ran.marquee("models", "import", onnx.toString(), "--version", "b1", "--data", there);
    assertThat(back.done().out()).contains("b1").contains(version(second));
    assertThat(promoted(copy)).isEqualTo(version(second));
    Ran other =
        Ran.marquee("models", "import", onnx.toString(), "--promote", "--data", there, "--json");
    assertThat(other.done().json().get("dataUntil").asString()).isEqualTo(SPLIT);
    assertThat(promoted(copy)).isEqualTo(version(other));

    try (Marquee marquee = Marquee.open(copy, settings(copy))) {
      assertThat(inUse(marquee)).isEqualTo(version(other));
      assertThat(marquee.recommender().feed(Request.of("ann", START)).trace().failed()).isEmpty();
    }
    Path again = copy.resolve("again.onnx");
    Ran.marquee("models", "export", "b1", "--onnx", again.toString(), "--data", there).done();
    assertThat(again).hasSameBinaryContentAs(onnx);
    Ran.marquee("models", "promote", "b1", "--force", "--data", there).done();
    assertThat(promoted(copy)).isEqualTo("b1");
    Ran unknown = Ran.marquee("models", "promote", "b2", "--data", there);
    assertThat(unknown.exit()).isEqualTo(2);
    assertThat(unknown.err()).contains("no model version 'b2'");
  }

  @Test
  void aRankerInEightBitsIsSmallerAndServed(@TempDir Path copy) throws IOException {
    copyModels(copy);
    String there = copy.toString();
    Path whole = copy.resolve("whole.onnx");
    Path small = copy.resolve("small.onnx");
    Ran.marquee("models", "export", "--onnx", whole.toString(), "--data", there).done();
    Ran.marquee("models", "export", "--onnx", small.toString(), "--int8", "--data", there).done();
    assertThat(Files.size(small)).isLessThan(Files.size(whole) / 2);
    Ran.marquee("models", "import", small.toString(), "--version", "b1", "--data", there).done();
    Ran again =
        Ran.marquee(
            "models", "export", "b1", "--onnx", whole.toString(), "--int8", "--data", there);
    assertThat(again.exit()).isEqualTo(2);
    assertThat(again.err())
        .contains("the ranker of 'b1' was imported as ONNX")
        .contains("leave out");
  }

  @Test
  void theReportSaysWhatTheStudentLoses() {
    JsonNode metrics = run("models", "report").done().metrics();
    assertThat(metrics.get("lost.click.student").asDouble()).isBetween(-0.1, 0.1);
    assertThat(Ran.marquee("models", "report", "--data", data).done().out())
        .contains("AUC lost by variant");
  }

  @Test
  void anImportedRankerPredictsAsTheOneThatWasExported(@TempDir Path copy) throws IOException {
    copyModels(copy);
    Files.createSymbolicLink(copy.resolve("store"), Path.of(data, "store").toAbsolutePath());
    String there = copy.toString();
    String onnx = copy.resolve("ranker.onnx").toString();
    Ran.marquee("models", "export", "--onnx", onnx, "--data", there).done();
    Ran.marquee("models", "import", onnx, "--promote", "--data", there).done();
    JsonNode metrics =
        Ran.marquee("evaluate", "--from", SPLIT, "--data", there, "--json").done().metrics();
    for (String figure : List.of("auc.click", "auc.watch", "logloss.click", "logloss.watch")) {
      assertThat(metrics.get(figure).asDouble())
          .as(figure)
          .isCloseTo(evaluated.metrics().get(figure).asDouble(), within(1e-4));
    }
  }

  @Test
  void whatIsNoRankerIsRefusedAndTheModelsInProductionStay(@TempDir Path copy) throws IOException {
    copyModels(copy);
    String there = copy.toString();
    Path file = Files.writeString(copy.resolve("odd.onnx"), "no model");
    Ran odd = Ran.marquee("models", "import", file.toString(), "--promote", "--data", there);
    assertThat(odd.exit()).isEqualTo(2);
    assertThat(odd.err())
        .contains("odd.onnx")
        .contains("is not a model that ONNX Runtime can read");
    Ran none = Ran.marquee("models", "import", there + "/none.onnx", "--data", there);
    assertThat(none.exit()).isEqualTo(2);
    assertThat(none.err()).contains("none.onnx: there is no such file");
    Path onnx = copy.resolve("ranker.onnx");
    Ran.marquee("models", "export", "--onnx", onnx.toString(), "--data", there).done();
    Ran taken =
        Ran.marquee(
            "models", "import", onnx.toString(), "--version", version(first), "--data", there);
    assertThat(taken.exit()).isEqualTo(2);
    assertThat(taken.err()).contains("'" + version(first) + "' is there already");
    assertThat(promoted(copy)).isEqualTo(version(second));
    assertThat(new ModelStore(copy.resolve("models")).list()).hasSize(2);
  }

  private static String promoted(Path data) {
    return new ModelStore(data.resolve("models")).current().orElseThrow();
  }

  @Test
  void aFigureThatTheDataDoNotDefineIsLeftOut() {
    Ran ran = run("evaluate", "--from", WORLD.end().plus(Duration.ofDays(9)).toString()).done();
    JsonNode metrics = ran.metrics();
    assertThat(metrics.get("impressions").asInt()).isZero();
    assertThat(metrics.propertyNames())
        .doesNotContain("auc.click", "gauc.watch", "ndcg@10", "recall@10", "recall@10.als")
        .doesNotContain("live.auc.click", "ece.click", "logloss.click", "feed.p50_ms");
    assertThat(ran.out()).doesNotContain("NaN");
    assertThat(ran.err()).contains("nothing to evaluate from").contains("24 hours");
  }

  @Test
  void withoutJsonTheLastLineIsForPeople() {
    Ran ran = Ran.marquee("models", "--data", data).done();
    assertThat(ran.lines().getLast()).doesNotStartWith("{");
  }

  @Test
  void evaluationRunsBesideAServer() {
    try (RocksDirectory server = RocksDirectory.open(Path.of(data, "store"))) {
      Ran beside = run("evaluate", "--from", WORLD.end().toString()).done();
      assertThat(beside.json().get("version").asString()).isEqualTo(version(second));
      assertThat(server.isWritable()).isTrue();
    }
  }

  @Test
  void damagedModelsAreOne(@TempDir Path copy) throws IOException {
    copyModels(copy);
    Files.writeString(copy.resolve("models").resolve(version(second)).resolve("als.model"), "x");
    Ran ran = Ran.marquee("evaluate", "--data", copy.toString());
    assertThat(ran.exit()).isEqualTo(1);
    assertThat(ran.err()).contains("is not the file that was saved");
  }

  @Test
  void aServerKeepsItsModelsWhereTheIndexOfNewOnesDoesNotFit(@TempDir Path copy)
      throws IOException {
    copyModels(copy);
    Ran.marquee("models", "rollback", "--data", copy.toString()).done();
    Path models = copy.resolve("models");
    try (Marquee marquee = Marquee.open(copy, settings(copy))) {
      assertThat(inUse(marquee)).isEqualTo(version(first));
      Files.copy(
          models.resolve(version(first)).resolve("videos.index"),
          models.resolve(version(second)).resolve("videos.index"),
          StandardCopyOption.REPLACE_EXISTING);
      Files.writeString(
          models.resolve("promoted"), version(second) + "\n", StandardOpenOption.APPEND);
      marquee.reloadModels();
      assertThat(inUse(marquee)).isEqualTo(version(first));
      assertThat(marquee.recommender().feed(Request.of("ann", START)).trace().failed()).isEmpty();
    }
    Files.delete(models.resolve(version(second)).resolve("videos.index"));
    try (Marquee marquee = Marquee.open(copy, settings(copy))) {
      assertThat(inUse(marquee)).isEqualTo(version(second));
    }
  }

  @Test
  void aServerKeepsItsModelsWhereNewOnesLearnedFromOtherColumns(@TempDir Path copy)
      throws IOException {
    copyModels(copy);
    String there = copy.toString();
    Path columns = copy.resolve("columns.json");
    try (Marquee marquee = Marquee.open(copy, settings(copy))) {
      Files.writeString(columns, "{\"user\": {\"age\": \"number\"}}");
      Models models = new ModelStore(copy.resolve("models")).load(version(second));
      var declared = new Columns(Map.of("age", Columns.Kind.NUMBER), Map.of());
      var other = new ModelStore(copy.resolve("models"), declared);
      other.save(named("declared", models, declared), new VideoTable());
      other.promote("declared");
      marquee.reloadModels();
      assertThat(inUse(marquee)).isEqualTo(version(second));
    }
    try (Marquee marquee = Marquee.open(copy, settings(copy))) {
      assertThat(inUse(marquee)).isEqualTo("declared");
    }
    String onnx = copy.resolve("ranker.onnx").toString();
    Ran.marquee("models", "export", "--onnx", onnx, "--data", there).done();
    Ran back = Ran.marquee("models", "rollback", "--data", there);
    assertThat(back.exit()).isEqualTo(1);
    assertThat(back.err()).contains("user 'age': not declared, now number").contains("train again");
    Files.delete(columns);
    Ran evaluated = Ran.marquee("evaluate", "--data", there);
    assertThat(evaluated.exit()).isEqualTo(1);
    assertThat(evaluated.err()).contains("user 'age': number, now not declared");
    try (Marquee marquee = Marquee.open(copy, settings(copy))) {
      assertThat(marquee.serving()).isEmpty();
    }
    new ModelStore(copy.resolve("models")).promote(version(second));
    Ran imported = Ran.marquee("models", "import", onnx, "--promote", "--data", there);
    assertThat(imported.exit()).isEqualTo(2);
    assertThat(imported.err()).contains("user 'age': number, now not declared");
    assertThat(promoted(copy)).isEqualTo(version(second));
  }

  @Test
  void columnsThatCannotBeReadAreTwo(@TempDir Path copy) throws IOException {
    copyModels(copy);
    Files.createSymbolicLink(copy.resolve("store"), Path.of(data, "store").toAbsolutePath());
    Files.writeString(copy.resolve("columns.json"), "{\"user\": {\"age\": \"numbr\"}}");
    for (String command : List.of("serve", "train", "evaluate")) {
      Ran ran = Ran.marquee(command, "--data", copy.toString());
      assertThat(ran.exit()).as(command).isEqualTo(2);
      assertThat(ran.err())
          .contains("columns.json: 'age' of 'user' is \"numbr\"")
          .contains("expected one of category, number, ignored")
          .doesNotContain("MARQUEE_DEBUG");
    }
  }

  private static String inUse(Marquee marquee) {
    return marquee.serving().orElseThrow().models().version();
  }

  private static Ran run(String... arguments) {
    List<String> line = new ArrayList<>(List.of(arguments));
    line.addAll(List.of("--data", data, "--json"));
    return Ran.marquee(line.toArray(String[]::new));
  }

  private static String version(Ran trained) {
    return trained.json().get("version").asString();
  }

  private static void copyModels(Path to) throws IOException {
    copy("models", to);
  }

  private static void copy(String what, Path to) throws IOException {
    Path from = Path.of(data);
    try (var paths = Files.walk(from.resolve(what))) {
      for (Path path : paths.toList()) {
        Files.copy(path, to.resolve(from.relativize(path).toString()));
      }
    }
  }
}
