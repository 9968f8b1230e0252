package dev.marquee.server.imports;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.marquee.engine.Progress;
import dev.marquee.engine.events.Click;
import dev.marquee.engine.events.ConflictingEventException;
import dev.marquee.engine.events.Event;
import dev.marquee.engine.events.UserErased;
import dev.marquee.engine.events.json.EventJson;
import dev.marquee.server.data.ImportException;
import dev.marquee.testkit.MemoryLog;
import dev.marquee.testkit.Script;
import dev.marquee.testkit.Seed;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventsImportTest {

  private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

  private static final Instant NOW = NOON.plusSeconds(3_600);

  @TempDir private Path folder;
  private final MemoryLog log = new MemoryLog();
  private final List<String> told = new ArrayList<>();

  @Test
  void anExportedLogComesBackInOrder() throws IOException {
    List<Event> events = new ArrayList<>(clicks(10_000));
    events.add(new UserErased("e", NOON.plusSeconds(60), "u"));
    ImportSummary summary = run(0, write(lines(events)));
    assertThat(log.events()).isEqualTo(events);
    assertThat(summary.events().appended()).isEqualTo(10_001);
  }

  @Test
  void aSecondImportChangesNothing() throws IOException {
    Path file = folder.resolve("events.ndjson.gz");
    try (var out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write(lines(clicks(100)));
    }
    assertThat(run(0, file).events().appended()).isEqualTo(100);
    assertThat(run(0, file).events().alreadyThere()).isEqualTo(100);
  }

  @Test
  void standardInputIsAFileToo() {
    var in = new ByteArrayInputStream(lines(clicks(3)));
    assertThat(importer(0).run(in).events().appended()).isEqualTo(3);
  }

  @Test
  void tooManyBadLinesStoreNothing() throws IOException {
    byte[] good = lines(clicks(5_000));
    var text = new ByteArrayOutputStream();
    text.write(good);
    text.writeBytes("{\"type\":\"click\"}\n\n[]\n".getBytes(UTF_8));
    text.write(new byte[] {'"', (byte) 0xff, '\n'});
    Path file = write(text.toByteArray());
    assertThatExceptionOfType(TooManyBadLinesException.class).isThrownBy(() -> run(2, file));
    assertThat(log.events()).isEmpty();
    told.clear();
    assertThat(run(3, file).lines().bad()).isEqualTo(3);
    assertThat(told)
        .containsExactly(
            file + ":5001: 'id' is missing, expected a text",
            file + ":5003: 'json' is a list, expected a JSON object",
            file + ":5004: 'json' is not UTF-8, expected JSON in UTF-8");
    assertThat(log.events()).hasSize(5_000);
  }

  @Test
  void anIdWithOtherContentIsRefused() throws IOException {
    Path file =
        write(
            lines(List.of(new Click("c", NOON, "u", "v", ""), new Click("c", NOON, "u", "w", ""))));
    assertThatExceptionOfType(ImportException.class)
        .isThrownBy(() -> run(0, file))
        .withCauseInstanceOf(ConflictingEventException.class)
        .withMessageStartingWith("%s:1 and %s:2: event id 'c' was used before", file, file)
        .withMessageContaining("; nothing was stored: ");
    assertThat(log.events()).isEmpty();
  }

  @Test
  void anImportThatStopsSaysHowFarItCame() throws IOException {
    List<Event> events = new ArrayList<>(clicks(9_000));
    events.add(new Click("c7", NOON.plusSeconds(60), "u", "v", ""));
    Path file = write(lines(events));
    assertThatExceptionOfType(ImportException.class)
        .isThrownBy(() -> run(0, file))
        .withMessageStartingWith("%s:8 and %s:9001: event id 'c7' was used before", file, file)
        .withMessageContaining(
            "; 8,000 of 9,001 events are stored, those up to 'c7999' of 2026-11-23T12:00:07.999Z:");
    assertThat(log.events()).hasSize(8_000);
  }

  @Test
  void aListAndObjectsOverLinesAreReadLikeLines() throws IOException {
    String list =
        """

        [
          {"type": "click", "id": "c1", "at": "2026-11-23T12:00:00Z",
           "user": "u", "video": "v"},
          7, [{"type": "click"}], {"type": "click", "id": "c2", "id": "c3"},
          {"type": "click", "id": "c4", "at": "2026-11-23T12:00:01Z", "user": "u", "video": "ü"}
        ]
        """;
    Path file = write(list.getBytes(UTF_8));
    assertThat(run(3, file).lines().good()).isEqualTo(2);
    assertThat(told)
        .containsExactly(
            file + ":5: is a number, expected a JSON object",
            file + ":5: is a list, expected a JSON object",
            file + ":5: 'id' is repeated, expected each field once");
    assertThat(log.of(Click.class)).extracting(Click::video).containsExactly("v", "ü");
    String objects =
        list.substring(list.indexOf("{"), list.indexOf("},")).replace("{", "{\n") + "}";
    assertThat(run(0, write(objects.getBytes(UTF_8))).events().alreadyThere()).isEqualTo(1);
  }

  @Test
  void aListThatIsCutOffStoresNothing() throws IOException {
    Path file =
        write(
            ("[" + new String(lines(clicks(1)), UTF_8).strip() + ",\n{\"type\":").getBytes(UTF_8));
    assertThatExceptionOfType(ImportException.class)
        .isThrownBy(() -> run(9, file))
        .withMessageStartingWith("%s:2: the JSON cannot be read from here on", file);
    assertThat(log.events()).isEmpty();
  }

  @Test
  void nothingReadIsAFailure() throws IOException {
    for (String text : List.of("", "\n \n", "[]", "id,user\n1,2\n", "{\"id\":\"v1\"}\n")) {
      Path file = write(text.getBytes(UTF_8));
      assertThatExceptionOfType(ImportException.class)
          .as(text)
          .isThrownBy(() -> run(99, file))
          .withMessageStartingWith("%s: holds no events", file)
          .withMessageContaining("nothing was stored");
    }
    Path good = Files.write(folder.resolve("good.ndjson"), lines(clicks(3)));
    Path wrong = write("id,user\n1,2\n".getBytes(UTF_8));
    assertThatExceptionOfType(ImportException.class)
        .isThrownBy(() -> importer(99).run(List.of(good, wrong)))
        .withMessageStartingWith(
            "%s: holds no events that can be read, the last bad line is", wrong);
    assertThat(log.events()).isEmpty();
    Path empty = write(new byte[0]);
    assertThat(importer(0).run(List.of(empty, good)).events().appended()).isEqualTo(3);
  }

  @Test
  void eventsFromTheFutureAreBadLines() throws IOException {
    Instant ahead = NOW.plusSeconds(300);
    var taken = new Click("c1", ahead, "u", "v", "");
    var refused = new Click("c2", ahead.plusMillis(1), "u", "v", "");
    Path file = write(lines(List.of(taken, refused)));
    assertThat(run(1, file).lines().bad()).isEqualTo(1);
    assertThat(log.events()).containsExactly(taken);
    assertThat(told.getFirst())
        .startsWith(file + ":2: 'at' is " + refused.at() + ", expected a time not more than 5")
        .endsWith("is the year, the time zone or the unit wrong, or a clock?");
  }

  @Test
  void aTimeInAWrongUnitIsExplained() throws IOException {
    String line =
        "{\"type\":\"click\",\"id\":\"c\",\"at\":\"%s\",\"user\":\"u\",\"video\":\"v\"}\n";
    long seconds = NOON.getEpochSecond();
    String text =
        line.formatted(Instant.ofEpochMilli(seconds))
            + line.formatted(Instant.ofEpochSecond(1_000 * seconds))
            + new String(lines(clicks(1)), UTF_8);
    run(2, write(text.getBytes(UTF_8)));
    assertThat(told).hasSize(2).allMatch(it -> it.contains("then it may be 2026-11-23T1"));
  }

  @Test
  void anySplitIntoFilesAndAnyOrderOfLinesGivesTheSameLog(@Seed Random random) throws IOException {
    var script = new Script();
    List<Event> events = new ArrayList<>();
    for (int i = 0; i < 3_000; i++) {
      events.add(script.any(random));
    }
    List<Event> expected = new ArrayList<>(events);
    expected.sort(EventSorter.ORDER);
    Collections.shuffle(events, random);
    List<Path> files = new ArrayList<>();
    for (int from = 0, to; from < events.size(); from = to) {
      to = Math.min(events.size(), from + 1 + random.nextInt(1_200));
      Path file = folder.resolve("part-" + from + ".ndjson");
      files.add(Files.write(file, lines(events.subList(from, to))));
    }
    ImportSummary summary = importer(0).run(files);
    assertThat(log.events()).isEqualTo(expected);
    assertThat(summary.files()).isEqualTo(files.size());
    assertThat(summary.order().outOfOrder()).isPositive();
    assertThat(summary.order().late()).isZero();
  }

  @Test
  void whatIsEarlierThanTheLogIsCountedAsLate() throws IOException {
    run(0, write(lines(clicks(100))));
    var early = new Click("early", NOON.minusSeconds(1), "u", "v", "");
    var later = new Click("later", NOON.plusSeconds(1), "u", "v", "");
    assertThat(run(0, write(lines(List.of(later, early)))).order())
        .isEqualTo(new ImportSummary.Order(1, 1, 0));
  }

  @Test
  void aMissingFileIsNamed() {
    Path file = folder.resolve("nowhere.ndjson");
    assertThatExceptionOfType(ImportException.class)
        .isThrownBy(() -> run(0, file))
        .withMessage("%s: there is no such file", file);
  }

  private static List<Click> clicks(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> new Click("c" + i, NOON.plusMillis(i), "u" + i % 7, "v" + i % 11, ""))
        .toList();
  }

  private static byte[] lines(List<? extends Event> events) {
    var out = new ByteArrayOutputStream();
    EventJson.writeLines(events, out);
    return out.toByteArray();
  }

  private Path write(byte[] text) throws IOException {
    return Files.write(folder.resolve("events.ndjson"), text);
  }

  private ImportSummary run(long maxBad, Path file) {
    return importer(maxBad).run(List.of(file));
  }

  private EventsImport importer(long maxBad) {
    return new EventsImport(log, new BadLines(maxBad, told::add), Progress.NONE, () -> NOW);
  }
}
