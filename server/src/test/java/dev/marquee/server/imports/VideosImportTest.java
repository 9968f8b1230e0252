package dev.marquee.server.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.marquee.engine.Progress;
import dev.marquee.engine.catalog.VideoTable;
import dev.marquee.engine.events.ContentVector;
import dev.marquee.engine.events.Event;
import dev.marquee.engine.events.VideoDetails;
import dev.marquee.engine.events.VideoEvent;
import dev.marquee.engine.events.VideoPublished;
import dev.marquee.engine.events.VideoRemoved;
import dev.marquee.server.data.ImportException;
import dev.marquee.testkit.MemoryLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VideosImportTest {

  private static final Instant CHANGED = Instant.parse("2026-11-23T12:00:00Z");

  private static final Instant NOW = CHANGED.plusSeconds(3_600);
  private static final VideosImport.Options REMOVE = new VideosImport.Options(true, false, false);

  private static final VideoDetails CAT =
      new VideoDetails(
          "A \"cat\",\nsleeping",
          "ch1",
          List.of("animals", "cats"),
          "en",
          List.of("DE", "FR"),
          6,
          61.5,
          Instant.parse("2026-01-02T02:04:05Z"),
          "https://example.org/cat.jpg",
          Map.of("studio", "north"),
          ContentVector.of(0.5f, -2));

  @TempDir private Path folder;
  private MemoryLog log = new MemoryLog();
  private final List<String> told = new ArrayList<>();

  @Test
  void aTableAndLinesSayTheSame() throws IOException {
    run(
        0,
        "videos.csv",
        """
        id,title,channel,categories,language,countries,maturity,durationSeconds,publishedAt,\
        thumbnail,vector,studio,note
        v1,"A ""cat"",
        sleeping",ch1,animals|cats,en,"DE,FR",6,61.5,2026-01-02T03:04:05+01:00,\
        https://example.org/cat.jpg,0.5|-2,north,
        """);
    run(
        0,
        "videos.ndjson",
        """
        {"id":"v1","title":"A \\"cat\\",\\nsleeping","channel":"ch1",\
        "categories":["animals","cats"],"language":"en","countries":["DE","FR"],"maturity":6,\
        "durationSeconds":61.5,"publishedAt":"2026-01-02T02:04:05Z",\
        "thumbnail":"https://example.org/cat.jpg","attributes":{"studio":"north"},"vector":[0.5,-2]}
        """);
    assertThat(log.of(VideoPublished.class)).hasSize(1);
    var event = log.of(VideoPublished.class).getFirst();
    assertThat(event.video()).isEqualTo("v1");
    assertThat(event.at()).isEqualTo(CAT.publishedAt());
    assertThat(event.details()).isEqualTo(CAT);
  }

  @Test
  void vectorsAreAsLongAsThoseBefore() throws IOException {
    run(0, "a.ndjson", "{\"id\":\"v1\",\"vector\":[1,2]}");
    run(
        2,
        "b.csv",
        """
        id,vector
        v2,1|2
        v3,1|2|3
        v4,1|x
        """);
    assertThat(log.of(VideoPublished.class)).extracting(VideoPublished::video).contains("v2");
    assertThat(told)
        .anyMatch(line -> line.endsWith("expected 2, as long as the vectors of other videos"))
        .anyMatch(line -> line.endsWith("'vector[1]' is 'x', expected a number"));
  }

  @Test
  void whatIsMissingIsUnknownAndPublishedWhenTheFileChanged() throws IOException {
    run(0, "videos.csv", "\uFEFFtitle,id\r\nCat,v1\r\n\r\n");
    assertThat(log.of(VideoPublished.class).getFirst().details())
        .isEqualTo(VideoDetails.published(CHANGED).withTitle("Cat"));
    run(0, "videos.ndjson", "{\"id\":\"v1\",\"title\":\"Cat\"}");
    assertThat(log.events()).hasSize(1);
  }

  @Test
  void aSecondImportChangesNothingAndAChangedRowReplaces() throws IOException {
    assertThat(run(0, "videos.csv", "id,title\nv1,Cat\nv2,Dog\n").events().appended()).isEqualTo(2);
    assertThat(run(0, "videos.csv", "id,title\nv1,Cat\nv2,Dog\n").events().appended()).isZero();
    assertThat(run(0, "videos.csv", "id,title\nv1,Cat\nv2,Hound\n").events().appended())
        .isEqualTo(1);
  }

  @Test
  void aFileThatComesBackToAnEarlierOneIsWhatTheCatalogBecomes() throws IOException {
    run(0, "a.csv", "id,title\nv1,A\n");
    run(0, "b.csv", "id,title\nv1,B\n");
    assertThat(titles()).isEqualTo(Map.of("v1", "B"));
    run(0, "a.csv", "id,title\nv1,A\n");
    assertThat(titles()).isEqualTo(Map.of("v1", "A"));
    run(0, "b.csv", "id,title\nv1,B\n");
    assertThat(titles()).isEqualTo(Map.of("v1", "B"));
    assertThat(log.events()).hasSize(4);
  }

  @Test
  void aVideoThatWasRemovedIsPublishedAgain() throws IOException {
    run(0, "a.csv", "id,title\nv1,A\n");
    log.append(List.of(new VideoRemoved("r", NOW, "v1"))).join();
    assertThat(titles()).isEmpty();
    assertThat(run(0, "a.csv", "id,title\nv1,A\n").events().appended()).isEqualTo(1);
    assertThat(titles()).isEqualTo(Map.of("v1", "A"));
    assertThat(catalog().get("v1").publishedAt()).isEqualTo(CHANGED);
  }

  @Test
  void aNewerFileWithoutTimesOfPublicationChangesNothing() throws IOException {
    run(0, "a.csv", "id,title\nv1,A\n");
    for (String text : List.of("id,title\nv1,A\n", "{\"id\":\"v1\",\"title\":\"A\"}")) {
      Path later = Files.writeString(folder.resolve("later"), text);
      Files.setLastModifiedTime(later, FileTime.from(CHANGED.plusSeconds(9)));
      var result = importer(0).run(later, VideosImport.Options.defaults());
      assertThat(result.changes().unchanged()).isEqualTo(1);
    }
    assertThat(log.events()).hasSize(1);
  }

  @Test
  void theLastRowOfAVideoCounts() throws IOException {
    for (int times = 0; times < 2; times++) {
      ImportSummary summary = run(0, "a.csv", "id,title\nv1,A\nv2,B\nv1,C\n");
      assertThat(summary.lines().repeated()).isEqualTo(1);
      assertThat(titles()).isEqualTo(Map.of("v1", "C", "v2", "B"));
    }
    assertThat(log.events()).hasSize(2);
  }

  @Test
  void aRunAfterACrashAddsOnlyWhatIsMissing() throws IOException {
    String before = "id,title\nv1,A\nv2,B\nv3,C\n";
    String after = "id,title\nv1,X\nv2,Y\nv4,Z\n";
    sync(REMOVE, before);
    sync(REMOVE, after);
    List<Event> whole = log.events();
    for (int durable = 3; durable <= whole.size(); durable++) {
      log = new MemoryLog();
      log.append(whole.subList(0, durable)).join();
      sync(REMOVE, after);
      assertThat(log.events()).as("after %d", durable).isEqualTo(whole);
    }
  }

  @Test
  void missingVideosAreRemovedOnRequest() throws IOException {
    sync(REMOVE, "id\nv1\nv2\nv3\n");
    assertThat(sync(VideosImport.Options.defaults(), "id\nv1\nv2\n").removed().count()).isZero();
    assertThat(titles()).containsOnlyKeys("v1", "v2", "v3");
    assertThat(sync(REMOVE, "id\nv1\nv2\n").removed().first()).containsExactly("v3");
    assertThat(titles()).containsOnlyKeys("v1", "v2");
    assertThat(sync(REMOVE, "id\nv1\nv2\n").removed().count()).isZero();
  }

  @Test
  void aDryRunListsAndStoresNothing() throws IOException {
    sync(REMOVE, "id,title\nv1,A\nv2,B\nv3,C\n");
    CatalogChanges changes =
        sync(new VideosImport.Options(true, true, false), "id,title,channel\nv1,X,c\nv9,N,\n");
    assertThat(changes.added().first()).containsExactly("v9");
    assertThat(changes.changed().first()).containsExactly("v1 (title, channel)");
    assertThat(changes.removed().first()).containsExactly("v2", "v3");
    assertThat(changes.removesMost()).isTrue();
    assertThat(titles()).isEqualTo(Map.of("v1", "A", "v2", "B", "v3", "C"));
  }

  @Test
  void whatMayRemoveTooMuchIsRefusedBeforeAnythingIsStored() throws IOException {
    sync(REMOVE, "id\nv1\nv2\nv3\n");
    assertThatExceptionOfType(ImportException.class)
        .isThrownBy(() -> sync(REMOVE, "id\nv1\nv7\n"))
        .withMessageContaining("would remove 2 of 3 videos")
        .withMessageContaining("--allow-many-removals");
    assertThatExceptionOfType(ImportException.class)
        .isThrownBy(() -> sync(REMOVE, "id,maturity\nv1,0\nv2,0\nv3,old\n"))
        .withMessageContaining("bad lines: 1. With --remove-missing");
    assertThatExceptionOfType(ImportException.class)
        .isThrownBy(() -> sync(REMOVE, "id\n"))
        .withMessageContaining("holds no video");
    assertThat(log.events()).hasSize(3);
    sync(new VideosImport.Options(true, false, true), "id\nv1\nv7\n");
    assertThat(titles()).containsOnlyKeys("v1", "v7");
  }

  @Test
  void badRowsAreToldAndAStrayQuoteCostsOnlyItsRow() throws IOException {
    String table =
        """
        id,title,maturity,durationSeconds,publishedAt
        v1,"oops,0,1,2026-01-02T03:04:05Z
        ,Cat,0,1,2026-01-02T03:04:05Z
        v3,Cat,old,1,2026-01-02T03:04:05Z
        v4,Cat,0,NaN,2026-01-02T03:04:05Z
        v5,Cat,0,1,2026-01-02
        v6,"fine ""so"" & more",0,1,2026-01-02T03:04:05Z
        """;
    ImportSummary summary = run(5, "videos.csv", table);
    assertThat(summary.lines().bad()).isEqualTo(5);
    String file = folder.resolve("videos.csv").toString();
    assertThat(told)
        .containsExactly(
            file + ":2: has an unpaired quote",
            file + ":3: 'id' is '', expected the video's id",
            file + ":4: 'maturity' is 'old', expected a whole number from 0 to 200",
            file
                + ":5: 'durationSeconds' is 'NaN', expected a number such as 61.5, a time such as"
                + " 1:02:03 or PT1H2M3S, or nothing",
            file
                + ":6: 'publishedAt' is '2026-01-02', expected a time with a zone, such as"
                + " '2026-11-23T10:00:00Z': --zone UTC, or another, says the zone of times without"
                + " one");
    assertThat(log.of(VideoPublished.class))
        .extracting(VideoPublished::video)
        .containsExactly("v6");
  }

  @Test
  void aFileFromTheFutureWasPublishedNow() throws IOException {
    Path file = Files.writeString(folder.resolve("videos.csv"), "id\nv1\n");
    Files.setLastModifiedTime(file, FileTime.from(NOW.plusSeconds(301)));
    importer(1).run(file, VideosImport.Options.defaults());
    assertThat(catalog().get("v1").publishedAt()).isEqualTo(NOW);
    assertThat(log.events().getFirst().at()).isEqualTo(NOW);
  }

  @Test
  void aLogThatFailsSaysUpToWhichLineVideosAreStored() throws IOException {
    var text = new StringBuilder("id,title\n");
    for (int i = 0; i < 9_000; i++) {
      text.append(i).append(",\"two\nlines\"\n");
    }
    Path file = Files.writeString(folder.resolve("videos.csv"), text);
    Files.setLastModifiedTime(file, FileTime.from(CHANGED));
    var full = CatalogTarget.of(new FailingLog(log, 2));
    var importer = new VideosImport(full, new BadLines(0, told::add), Progress.NONE, () -> NOW);
    assertThatIllegalStateException()
        .isThrownBy(() -> importer.run(file, VideosImport.Options.defaults()))
        .withMessage(
            "the disk is full; 8,000 events are stored, those up to line 16,000: mend the cause and"
                + " import the same again, what is stored is recognised");
    assertThat(log.events()).hasSize(8_000);
  }

  private ImportSummary run(long maxBad, String name, String text) throws IOException {
    Path file = Files.writeString(folder.resolve(name), text);
    Files.setLastModifiedTime(file, FileTime.from(CHANGED));
    return importer(maxBad).run(file, VideosImport.Options.defaults()).summary();
  }

  private CatalogChanges sync(VideosImport.Options options, String text) throws IOException {
    Path file = Files.writeString(folder.resolve("videos.csv"), text);
    Files.setLastModifiedTime(file, FileTime.from(CHANGED));
    return importer(9).run(file, options).changes();
  }

  private VideosImport importer(long maxBad) {
    return new VideosImport(
        CatalogTarget.of(log), new BadLines(maxBad, told::add), Progress.NONE, () -> NOW);
  }

  /// The catalog that the log folds to.
  private Map<String, VideoDetails> catalog() {
    var table = new VideoTable();
    log.events().forEach(event -> table.apply((VideoEvent) event));
    return IntStream.range(0, table.size())
        .filter(table::isPublished)
        .boxed()
        .collect(Collectors.toMap(table::id, table::details));
  }

  private Map<String, String> titles() {
    var titles = new TreeMap<String, String>();
    catalog().forEach((video, details) -> titles.put(video, details.title()));
    return titles;
  }
}
