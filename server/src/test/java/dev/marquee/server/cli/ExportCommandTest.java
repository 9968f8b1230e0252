package dev.marquee.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hardwood.InputFile;
import dev.hardwood.reader.ParquetFileReader;
import dev.hardwood.reader.RowReader;
import dev.marquee.engine.Marquee;
import dev.marquee.engine.MarqueeSettings;
import dev.marquee.engine.Progress;
import dev.marquee.engine.events.Event;
import dev.marquee.engine.events.json.EventJson;
import dev.marquee.engine.features.Feature;
import dev.marquee.engine.features.FeatureRows;
import dev.marquee.engine.features.LearnedScore;
import dev.marquee.engine.math.metrics.Auc;
import dev.marquee.engine.math.metrics.Calibration;
import dev.marquee.engine.models.ModelStore;
import dev.marquee.engine.models.RankerModel;
import dev.marquee.engine.storage.RocksDirectory;
import dev.marquee.engine.training.TrainingRun;
import dev.marquee.engine.training.examples.Examples;
import dev.marquee.server.data.DataSplit;
import dev.marquee.simulator.LoggingPolicy;
import dev.marquee.simulator.Simulation;
import dev.marquee.simulator.World;
import dev.marquee.simulator.WorldSettings;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// A log goes in, a file of examples comes out; read by Hardwood, which shares no code with the
/// writer.
class ExportCommandTest {

  private static final WorldSettings WORLD =
      WorldSettings.defaults().withSeed(7).withViewers(60).withVideos(120).withDays(4);

  private static final Instant CUT = WORLD.start().plus(Duration.ofDays(2));

  /// When the outcomes of what was shown before the cut are in.
  private static final Instant SETTLED = CUT.plus(Duration.ofDays(1));

  @TempDir private static Path folder;
  private static Path data;
  private static Path file;
  private static Ran exported;
  private static Path exportedEarlier;

  @BeforeAll
  static void importAndExport() throws IOException {
    data = folder.resolve("data");
    file = folder.resolve("examples.parquet");
    exportedEarlier = folder.resolve("earlier.parquet");
    List<Event> all = new ArrayList<>();
    World world = World.create(WORLD);
    new Simulation(world, new LoggingPolicy(world, new SplittableRandom(7)), all::add).run();
    importEvents(all.stream().filter(event -> event.at().isBefore(SETTLED)).toList());
    export(exportedEarlier, "--until", CUT.toString()).done();
    importEvents(all.stream().filter(event -> !event.at().isBefore(SETTLED)).toList());
    exported = export(file, "--until", CUT.toString(), "--json").done();
  }

  private static void importEvents(List<Event> events) throws IOException {
    assertThat(events).isNotEmpty();
    Path lines = folder.resolve("events.ndjson");
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(lines))) {
      EventJson.writeLines(events, out);
    }
    Ran.marquee("import", "events", lines.toString(), "--data", data.toString()).done();
  }

  private static Ran export(Path target, String... options) {
    List<String> line = new ArrayList<>(List.of("export", "examples", target.toString()));
    line.addAll(List.of("--data", data.toString()));
    line.addAll(List.of(options));
    return Ran.marquee(line.toArray(String[]::new));
  }

  @Test
  void aRowIsAnExampleThatTrainingWouldLearnFrom() throws Exception {
    TrainingRun.Learnable learnable;
    try (var offline = Marquee.openOffline(data, MarqueeSettings.defaults(), Progress.NONE)) {
      learnable = offline.learnable(Optional.of(CUT));
    }
    Examples examples = learnable.replay().examples();
    int[] usable = learnable.usable();
    assertThat(usable).hasSizeGreaterThan(1_000);
    int row = 0;
    try (var parquet = ParquetFileReader.open(InputFile.of(file));
        RowReader read = parquet.rowReader()) {
      while (read.hasNext()) {
        read.next();
        int example = usable[row++];
        assertThat(read.getString("user")).isEqualTo(examples.user(example));
        assertThat(read.getString("video"))
            .isEqualTo(learnable.replay().fold().videos().id(examples.video(example)));
        assertThat(read.getString("surface name")).isEqualTo(examples.surface(example));
        assertThat(read.getTimestamp("time").toEpochMilli()).isEqualTo(examples.at(example));
        assertThat(read.getInt("position")).isEqualTo(examples.position(example));
        assertThat(read.getBoolean("clicked")).isEqualTo(examples.clicked(example));
        assertThat(read.getBoolean("completed")).isEqualTo(examples.completed(example));
        assertThat(read.getFloat("watched seconds"))
            .isEqualTo(examples.outcome(example).watchedSeconds());
        requireFeatures(read, examples, example);
      }
    }
    assertThat(row).isEqualTo(usable.length);
    assertThat(exported.metrics().get("rows").asInt()).isEqualTo(row);
  }

  private static void requireFeatures(RowReader read, Examples examples, int example) {
    int dense = examples.denseStart(example);
    int hashed = examples.hashedStart(example);
    for (Feature feature : FeatureRows.FEATURES) {
      String name = feature.name();
      switch (feature.kind()) {
        case NUMBER ->
            assertThat(read.getFloat(name)).as(name).isEqualTo(examples.dense(example)[dense++]);
        case CATEGORY, CROSS ->
            assertThat(read.getInt(name)).as(name).isEqualTo(examples.hashed(example)[hashed++]);
        case CATEGORIES -> {
          int[] values = read.getList(name).ints().toArray();
          assertThat(values)
              .as(name)
              .isEqualTo(
                  Arrays.copyOfRange(examples.hashed(example), hashed, hashed + values.length));
          hashed += values.length;
          if (name.startsWith("user")) {
            assertThat(values).hasSize(examples.userAttributes(example));
          }
        }
      }
    }
    assertThat(hashed).isEqualTo(examples.hashedEnd(example));
    assertThat(read.getList("history").ints().toArray()).isEqualTo(examples.history(example));
  }

  @Test
  void learnedScoresBeginWhereTheEarlierModelsDataEnd() throws IOException {
    List<Instant> times = new ArrayList<>();
    Map<LearnedScore, List<Instant>> scored = new EnumMap<>(LearnedScore.class);
    try (var parquet = ParquetFileReader.open(InputFile.of(file));
        RowReader read = parquet.rowReader()) {
      while (read.hasNext()) {
        read.next();
        times.add(read.getTimestamp("time"));
        for (LearnedScore score : LearnedScore.ALL) {
          if (read.getFloat(score.label() + ": known") == 1) {
            scored.computeIfAbsent(score, it -> new ArrayList<>()).add(times.getLast());
          }
        }
      }
    }
    times.sort(null);
    assertThat(scored).hasSize(LearnedScore.ALL.size());
    for (List<Instant> ofOne : scored.values()) {
      assertThat(ofOne).hasSizeGreaterThan(10);
      assertThat(Collections.min(ofOne)).isAfterOrEqualTo(times.get((int) (0.4 * times.size())));
    }
  }

  @Test
  void laterEventsChangeNoRow() {
    assertThat(file).hasSameBinaryContentAs(exportedEarlier);
  }

  @Test
  void theReportTellsWhatWasWritten() throws IOException {
    assertThat(exported.json().get("file").asString()).isEqualTo(file.toString());
    assertThat(exported.json().get("dataUntil").asString()).isEqualTo(CUT.toString());
    JsonNode metrics = exported.metrics();
    assertThat(metrics.get("columns").asInt()).isEqualTo(FeatureRows.FEATURES.size() + 9);
    assertThat(metrics.get("bytes").asLong()).isEqualTo(Files.size(file));
    assertThat(metrics.has("seconds.export")).isTrue();
  }

  @Test
  void withoutATimeTheSplitOfTheDataCounts() {
    Path bySplit = folder.resolve("split.parquet");
    DataSplit.at(CUT).write(data);
    try {
      export(bySplit).done();
    } finally {
      assertThat(data.resolve("split.json").toFile().delete()).isTrue();
    }
    assertThat(bySplit).hasSameBinaryContentAs(file);
  }

  @Test
  void withoutTimeAndSplitTheLastDayIsLeftOut() throws IOException {
    Path all = folder.resolve("all.parquet");
    Ran ran = export(all, "--json").done();
    assertThat(ran.metrics().get("rows").asInt())
        .isGreaterThan(exported.metrics().get("rows").asInt());
    Instant latest = Instant.parse(ran.json().get("dataUntil").asString());
    try (var parquet = ParquetFileReader.open(InputFile.of(all));
        RowReader read = parquet.rowReader()) {
      while (read.hasNext()) {
        read.next();
        assertThat(read.getTimestamp("time")).isBefore(latest.minus(Duration.ofDays(1)));
      }
    }
  }

  @Test
  void theFileCarriesTheDictionaryThatTheCommandPrints() throws IOException {
    Ran printed = Ran.marquee("export", "examples", "--dictionary", "--json").done();
    List<JsonNode> columns = printed.json().get("columns").valueStream().toList();
    assertThat(columns.stream().map(column -> column.get("name").asString()))
        .containsAll(FeatureRows.FEATURES.stream().map(Feature::name).toList())
        .contains("user", "video", "time", "clicked", "completed", "history");
    try (var parquet = ParquetFileReader.open(InputFile.of(file))) {
      var metadata = parquet.getFileMetaData().keyValueMetadata();
      assertThat(metadata).hasSameSizeAs(columns);
      for (JsonNode column : columns) {
        String meaning = column.get("meaning").asString();
        String missing = column.get("missing").asString();
        assertThat(metadata)
            .containsEntry(
                "description." + column.get("name").asString(),
                "%s (missing: %s)".formatted(meaning, missing));
      }
    }
    assertThat(printed.lines())
        .anyMatch(
            line ->
                line.matches("surface x hour +INT +a value of its own +hash of surface and hour.*"))
        .anyMatch(line -> line.matches("position +INT +-1 +the video's place in its feed, from 0"));
  }

  @Test
  void aFolderThatIsNotThereIsTwo() {
    Ran ran = export(folder.resolve("no/examples.parquet"));
    assertThat(ran.exit()).isEqualTo(2);
    assertThat(ran.err()).contains("create it first");
    assertThat(ran.out()).isEmpty();
  }

  @Test
  void aLogWithoutViewersIsTwoAndLeavesTheOldFile(@TempDir Path other) throws IOException {
    Path old = Files.writeString(other.resolve("x.parquet"), "old");
    RocksDirectory.open(other.resolve("store")).close();
    Ran ran = Ran.marquee("export", "examples", old.toString(), "--data", other.toString());
    assertThat(ran.exit()).isEqualTo(2);
    assertThat(ran.err()).contains("no events of users");
    assertThat(old).hasContent("old");
  }

  @Test
  void noKnownOutcomeGivesNoRowsAndSaysWhy() throws IOException {
    Path none = folder.resolve("none.parquet");
    Ran ran = export(none, "--until", WORLD.start().toString(), "--json").done();
    assertThat(ran.metrics().get("rows").asInt()).isZero();
    assertThat(ran.err()).contains("no rows").contains("24 hours");
    try (var parquet = ParquetFileReader.open(InputFile.of(none));
        RowReader read = parquet.rowReader()) {
      assertThat(read.hasNext()).isFalse();
    }
  }

  @Test
  void theRankerScoresTheRowsOfALaterSpanAsEvaluateSays() throws IOException {
    Ran.marquee("train", "--until", CUT.toString(), "--data", data.toString()).done();
    JsonNode metrics =
        Ran.marquee("evaluate", "--from", CUT.toString(), "--data", data.toString(), "--json")
            .done()
            .metrics();
    var store = new ModelStore(data.resolve("models"));
    RankerModel ranker = store.load(store.current().orElseThrow()).ranker();
    List<float[]> predicted = new ArrayList<>();
    for (String state : new String[] {"live", "frozen"}) {
      Path later = folder.resolve(state + ".parquet");
      Ran ran = export(later, "--from", CUT.toString(), "--state", state, "--json").done();
      ExportedRows rows = ExportedRows.of(later);
      assertThat(rows.size()).isGreaterThan(300);
      assertThat(ran.metrics().get("rows").asInt())
          .isEqualTo(rows.size())
          .isEqualTo(metrics.get("impressions").asInt());
      float[] click = new float[rows.size()];
      float[] watch = new float[rows.size()];
      ranker.predict(rows, IntStream.range(0, rows.size()).toArray(), click, watch);
      assertThat(Auc.of(click, rows.clicked()).orElseThrow())
          .isEqualTo(metrics.get(state + ".auc.click").asDouble());
      assertThat(Calibration.logLoss(click, rows.clicked()).orElseThrow())
          .isEqualTo(metrics.get(state + ".logloss.click").asDouble());
      predicted.add(click);
    }
    assertThat(predicted.getFirst()).isNotEqualTo(predicted.getLast());

    Ran tooEarly = export(folder.resolve("early.parquet"), "--from", WORLD.start().toString());
    assertThat(tooEarly.exit()).isEqualTo(2);
    assertThat(tooEarly.err()).contains("expected none after --from");
    assertThat(folder.resolve("early.parquet")).doesNotExist();

    Instant end = CUT.plus(Duration.ofHours(6));
    Path some = folder.resolve("some.parquet");
    export(some, "--from", CUT.toString(), "--to", end.toString()).done();
    assertThat(ExportedRows.of(some).times())
        .isNotEmpty()
        .allMatch(at -> !at.isBefore(CUT) && at.isBefore(end));
  }
}
