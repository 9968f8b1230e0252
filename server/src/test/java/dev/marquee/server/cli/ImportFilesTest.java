package dev.marquee.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.marquee.engine.events.Event;
import dev.marquee.engine.events.VideoPublished;
import dev.marquee.engine.storage.RocksDirectory;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The recipes of docs/imports.md for files as people have them.
class ImportFilesTest {

  private static final Path PAGE = Path.of("../docs/imports.md");
  private static final String CLICK =
      "{\"type\":\"click\",\"id\":\"%s\",\"at\":\"2026-01-0%dT10:00:00Z\",\"user\":\"ann\",\"video\":\"v1\"}\n";

  @TempDir private Path folder;

  @Test
  void columnsThatLookLikeDetailsAreAttributesOnRequest() throws IOException {
    write("catalog.csv", "item_id;name;studio;country;created_at\nv1;Cat;north;FR;1999\n");
    Ran refused = run("./marquee import videos catalog.csv");
    assertThat(refused.exit()).isEqualTo(2);
    assertThat(refused.err())
        .contains("has a column 'country', which looks like 'countries': rename it, or say")
        .contains("has a column 'created_at', which looks like 'publishedAt'");
    Ran ran = recipe("./marquee import videos catalog.csv --attributes country,created_at").done();
    assertThat(ran.err())
        .contains("catalog.csv: column 'item_id' is read as id")
        .contains("catalog.csv: column 'name' is read as title")
        .contains("catalog.csv: columns that become attributes: studio, country, created_at");
    assertThat(videos().getFirst().details().title()).isEqualTo("Cat");
    assertThat(videos().getFirst().details().attributes())
        .isEqualTo(Map.of("studio", "north", "country", "FR", "created_at", "1999"));
  }

  @Test
  void timesWithoutAZoneNeedOne() throws IOException {
    write("catalog.csv", "id,published_at\nv1,2026-01-02\nv2,2026-01-02 13:00:00\n");
    Ran refused = run("./marquee import videos catalog.csv");
    assertThat(refused.exit()).isEqualTo(2);
    assertThat(refused.err())
        .contains("catalog.csv:2: 'published_at' is '2026-01-02', expected a time with a zone")
        .contains("--zone UTC")
        .contains("nothing was stored");
    recipe("./marquee import videos catalog.csv --zone Europe/Berlin").done();
    assertThat(videos())
        .extracting(video -> video.details().publishedAt())
        .containsExactly(
            Instant.parse("2026-01-01T23:00:00Z"), Instant.parse("2026-01-02T12:00:00Z"));
  }

  @Test
  void noLineMayBeBadWhereTheOwnerSaysSo() throws IOException {
    write("january.ndjson", CLICK.formatted("c2", 2) + "no\n");
    try (OutputStream out =
        new GZIPOutputStream(Files.newOutputStream(folder.resolve("february.ndjson.gz")))) {
      out.write(CLICK.formatted("c1", 1).getBytes(StandardCharsets.UTF_8));
    }
    String recipe = "./marquee import events january.ndjson february.ndjson.gz --max-bad 0";
    Ran refused = recipe(recipe);
    assertThat(refused.exit()).isEqualTo(2);
    assertThat(refused.err()).contains("january.ndjson:2: ").contains("nothing was stored");
    run(recipe.replace(" --max-bad 0", "")).done();
    assertThat(events()).extracting(Event::id).containsExactly("c1", "c2");
  }

  @Test
  void aWrongFileIsAFailure() throws IOException {
    write("people.csv", "name,age\nann,7\n");
    Path parquet =
        Files.writeString(folder.resolve("t.parquet"), "PAR1" + "\0".repeat(50) + "PAR1");
    Ran events = run("./marquee import events people.csv");
    assertThat(events.exit()).isEqualTo(2);
    assertThat(events.err()).contains("people.csv: holds no events that can be read");
    Ran videos = run("./marquee import videos " + parquet.getFileName());
    assertThat(videos.exit()).isEqualTo(2);
    assertThat(videos.err()).contains("t.parquet: is a Parquet file");
    Ran people = run("./marquee import videos people.csv");
    assertThat(people.exit()).isEqualTo(2);
    assertThat(people.err()).contains("its columns are [name, age]");
    assertThat(events()).isEmpty();
  }

  private Ran recipe(String command) throws IOException {
    assertThat(PAGE).content().contains("    " + command + "\n");
    return run(command);
  }

  /// Runs a command line on the files of the folder.
  private Ran run(String command) {
    List<String> words = new ArrayList<>(List.of(command.split(" ")));
    assertThat(words.removeFirst()).isEqualTo("./marquee");
    words.replaceAll(
        word -> Files.exists(folder.resolve(word)) ? folder.resolve(word).toString() : word);
    words.addAll(List.of("--data", folder.resolve("data").toString()));
    return Ran.marquee(words.toArray(String[]::new));
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }

  private List<VideoPublished> videos() {
    return events().stream().map(VideoPublished.class::cast).toList();
  }

  private List<Event> events() {
    List<Event> events = new ArrayList<>();
    try (RocksDirectory store = RocksDirectory.open(folder.resolve("data/store"))) {
      store.log().replay((place, event) -> events.add(event));
    }
    return events;
  }
}
