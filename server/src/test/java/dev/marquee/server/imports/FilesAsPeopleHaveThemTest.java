package dev.marquee.server.imports;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.marquee.engine.Progress;
import dev.marquee.engine.events.VideoDetails;
import dev.marquee.engine.events.VideoPublished;
import dev.marquee.server.data.ImportException;
import dev.marquee.testkit.MemoryLog;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Tables in the forms in which spreadsheets, databases and scripts write them.
class FilesAsPeopleHaveThemTest {

  private static final Instant PUBLISHED = Instant.parse("2026-01-02T03:04:05Z");

  private static final String PLAIN =
      """
      id,title,categories,durationSeconds,publishedAt,studio
      v1,"Käse, and more",a|b,61.5,2026-01-02T03:04:05Z,north
      v2,Dog 🐕,a,10,2026-01-02T03:04:05Z,
      """;

  @TempDir private Path folder;
  private final MemoryLog log = new MemoryLog();
  private final List<String> bad = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();

  @ParameterizedTest
  @ValueSource(
      strings = {
        """
        id;title;categories;durationSeconds;publishedAt;studio
        v1;Käse, and more;a|b;61.5;2026-01-02T03:04:05Z;north
        v2;Dog 🐕;a;10;2026-01-02T03:04:05Z;
        """,
        """
        sep=;\r
        id;title;categories;durationSeconds;publishedAt;studio\r
        v1;"Käse, and more";a,b;61.5;2026-01-02T03:04:05Z;north\r
        v2;Dog 🐕;a;10;2026-01-02T03:04:05Z;\r
        """,
        """
        id\ttitle\tcategories\tdurationSeconds\tpublishedAt\tstudio
        v1\tKäse, and more\ta;b\t61.5\t2026-01-02T03:04:05Z\tnorth
        v2\t"Dog 🐕"\ta\t10\t2026-01-02T03:04:05Z\t
        """,
        """
        id|title|categories|durationSeconds|publishedAt|studio
        v1|Käse, and more|a,b|61.5|2026-01-02T03:04:05Z|north
        v2|Dog 🐕|a|10|2026-01-02T03:04:05Z|
        """,
        """
        id, title, categories, durationSeconds, publishedAt, studio
        v1, "Käse, and more", "a, b", 61.5, 2026-01-02T03:04:05Z, north
        v2, Dog 🐕 , a, 10, 2026-01-02T03:04:05Z,
        """,
        """
        ,id,title,categories,durationSeconds,publishedAt,studio
        0,v1,"Käse, and more","['a', 'b']",61.5,2026-01-02T03:04:05Z,north
        1,v2,Dog 🐕,['a'],10.0,2026-01-02T03:04:05Z,
        """,
        """
        Unnamed: 0,id,title,categories,durationSeconds,publishedAt,studio
        0,v1,"Käse, and more","[""a"", ""b""]",61.5,2026-01-02T03:04:05Z,north
        1,v2,Dog 🐕,[a],10,2026-01-02T03:04:05Z,
        """,
        """
        id,title,categories,durationSeconds,publishedAt,studio,,
        v1,"Käse, and more",a|b,61.5,2026-01-02T03:04:05Z,north,,
        v2,Dog 🐕,a,10,2026-01-02T03:04:05Z,
        """,
        """
        id,title,categories,durationSeconds,publishedAt,studio
        v1,"Käse, and more",a|b,61.5,2026-01-02T03:04:05Z,north,,,
        v2,Dog 🐕,a,10,2026-01-02T03:04:05Z,,,,
        """,
        """
        Video ID,Name,genres,Duration,published_at,studio
        v1,"Käse, and more",a|b,0:01:01.5,2026-01-02 03:04:05Z,north
        v2,Dog 🐕,a,0:10,1767323045,
        """,
        """
        item_id,name,category,duration_ms,publishedAt,studio
        v1,"Käse, and more",a|b,61500,1767323045000,north
        v2,Dog 🐕,a,10000,2026-01-02T04:04:05+01:00,
        """,
        """
        video_id,title,categories,length,release_date,studio
        v1,"Käse, and more",a|b,PT1M1.5S,2026-01-02T03:04:05Z,north
        v2,Dog 🐕,a,10,2026-01-02T03:04:05Z,
        """,
        """
        [{"id":"v1","title":"Käse, and more","categories":["a","b"],"durationSeconds":61.5,"publishedAt":"2026-01-02T03:04:05Z","attributes":{"studio":"north"}},
        {"id":"v2","title":"Dog 🐕","categories":["a"],"durationSeconds":10,"publishedAt":"2026-01-02T03:04:05Z"}]\
        """
      })
  void saysWhatThePlainFileSays(String text) throws IOException {
    for (byte[] bytes :
        List.of(
            text.getBytes(UTF_8),
            marked("EFBBBF", text.getBytes(UTF_8)),
            marked("FFFE", text.getBytes(UTF_16LE)),
            marked("FEFF", text.getBytes(UTF_16BE)),
            text.replaceAll("\r?\n", "\r").getBytes(UTF_8),
            gzip(marked("FFFE", text.replaceAll("\r?\n", "\r\n").getBytes(UTF_16LE))))) {
      assertThat(videos(bytes)).isEqualTo(videos(PLAIN.getBytes(UTF_8)));
      assertThat(bad).isEmpty();
    }
  }

  @Test
  void thePlainFileSaysThis() throws IOException {
    List<VideoPublished> videos = videos(PLAIN.getBytes(UTF_8));
    assertThat(videos).extracting(VideoPublished::video).containsExactly("v1", "v2");
    assertThat(videos.getFirst().details())
        .isEqualTo(
            new VideoDetails(
                "Käse, and more",
                "",
                List.of("a", "b"),
                "",
                List.of(),
                0,
                61.5,
                PUBLISHED,
                "",
                Map.of("studio", "north")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "id,duration_hours     | 'duration_hours', which looks like 'durationSeconds'",
        "id,runtime            | 'runtime', which looks like 'durationSeconds'",
        "id,titel              | 'titel', which looks like 'title'",
        "id,original_title     | 'original_title', which looks like 'title'",
        "id,titleEn            | 'titleEn', which looks like 'title'",
        "id,country            | 'country', which looks like 'countries'",
        "id,created_at         | 'created_at', which looks like 'publishedAt'",
        "id,release_year       | 'release_year', which looks like 'publishedAt'",
        "id,age_rating         | 'age_rating', which looks like 'maturity'",
        "id,katgories          | 'katgories', which looks like 'categories'",
        "id,name,title         | 'name' and 'title', which both may be 'title'",
        "id,video_id           | 'id' and 'video_id', which both may be 'id'",
        "id,studio,studio      | a column twice",
        "sku,title             | no column 'id' (video_id, item_id), its columns are [sku, title]",
        "v1,Cat,61.5           | the first line must be a header",
        "id,\"title            | a header with a quote that does not pair"
      })
  void aColumnThatIsUncertainIsRefused(String header, String why) {
    assertThatExceptionOfType(ImportException.class)
        .isThrownBy(() -> videos((header + "\nv1,a,b,c\n").getBytes(UTF_8)))
        .withMessageContaining("videos: has ")
        .withMessageContaining(why);
    assertThat(log.events()).isEmpty();
  }

  @Test
  void columnsAreToldBeforeAnythingIsStored() throws IOException {
    videos("item_id,name,duration_min,studio,note,\nv1,Cat,2,north,,\n".getBytes(UTF_8));
    String file = folder.resolve("videos").toString();
    assertThat(notes)
        .containsExactly(
            file + ": column 'duration_min' is read as durationSeconds, 60.0 seconds for each 1",
            file + ": column 'item_id' is read as id",
            file + ": column 'name' is read as title",
            file + ": columns that become attributes: studio, note");
  }

  @Test
  void columnsAreAttributesWhereTheOwnerSaysSo() throws IOException {
    byte[] text = "id,title,name,release_year\nv1,Cat,cat,1999\n".getBytes(UTF_8);
    Map<String, String> attributes = Map.of("name", "cat", "release_year", "1999");
    for (List<String> told :
        List.of(List.of("name", "release_year"), List.of("name", VideoColumns.ALL))) {
      List<VideoPublished> videos = videos(text, new TableOptions(told, Optional.empty()));
      assertThat(videos.getFirst().details().attributes()).isEqualTo(attributes);
    }
    var misspelt = new TableOptions(List.of("name", "release_yaer"), Optional.empty());
    assertThatExceptionOfType(ImportException.class)
        .isThrownBy(() -> videos(text, misspelt))
        .withMessageContaining(
            "no column 'release_yaer', which --attributes names (did you mean 'release_year'?)");
  }

  @Test
  void timesWithoutAZoneAreReadInTheZoneThatTheOwnerNames() throws IOException {
    byte[] text =
        "id,publishedAt\nv1,2026-01-02\nv2,2026-01-02 03:04:05\nv3,2026-01-02T03:04:05Z\n"
            .getBytes(UTF_8);
    var berlin = new TableOptions(List.of(), Optional.of(ZoneId.of("Europe/Berlin")));
    assertThat(videos(text, berlin))
        .extracting(video -> video.details().publishedAt())
        .containsExactly(
            Instant.parse("2026-01-01T23:00:00Z"),
            Instant.parse("2026-01-02T02:04:05Z"),
            PUBLISHED);
  }

  @Test
  void cellsThatAreUncertainAreBadLines() throws IOException {
    String text =
        """
        id;duration;publishedAt;categories;vector;
        v1;61,5;;;;
        v2;61f;;;;
        v3;1:75;;;;
        v4;;20260102;;;
        v5;;02.01.2026;;;
        v6;;;"['a', b'c]";;
        v7;;;;0.1|x;
        v8;;;;;more
        v9;;;;[0.1 0.2]
        """;
    assertThat(videos(text.getBytes(UTF_8)))
        .extracting(VideoPublished::video)
        .containsExactly("v9");
    assertThat(bad)
        .extracting(line -> line.substring(line.indexOf("videos:") + 7))
        .containsExactly(
            "2: 'duration' is '61,5', expected a number with a decimal point, such as 61.5",
            "3: 'duration' is '61f', expected a number such as 61.5, a time such as 1:02:03 or"
                + " PT1H2M3S, or nothing",
            "4: 'duration' is '1:75', expected a number such as 61.5, a time such as 1:02:03 or"
                + " PT1H2M3S, or nothing",
            "5: 'publishedAt' is '20260102', expected an ISO 8601 time with a zone, such as"
                + " '2026-11-23T10:00:00Z'",
            "6: 'publishedAt' is '02.01.2026', expected an ISO 8601 time with a zone, such as"
                + " '2026-11-23T10:00:00Z'",
            "7: 'categories' is '['a', b'c]', expected a list such as a|b or [\"a\", \"b\"]",
            "8: 'vector[1]' is 'x', expected a number",
            "9: has 'more' in column 6, which has no name");
  }

  @Test
  void westernTextThatIsNotUtf8IsNotGuessed() throws IOException {
    byte[] text = "id,title\nv1,Käse\nv2,Dog\n".getBytes(ISO_8859_1);
    assertThat(videos(text)).hasSize(1);
    assertThat(bad.getFirst())
        .endsWith(
            "videos:2: is not UTF-8: was it saved as Latin-1 or Windows-1252? save the file as"
                + " UTF-8");
  }

  @Test
  void damagedUtf16CostsItsLine() throws IOException {
    byte[] text = marked("FEFF", "id,title\nv1,a\uD83Db\nv2,Dog\nv3,\uDC15\nv4".getBytes(UTF_16BE));
    text[2 + 2 * 12] = (byte) 0xD8;
    assertThat(videos(text)).extracting(VideoPublished::video).contains("v2");
    assertThat(bad)
        .isNotEmpty()
        .allMatch(line -> line.contains("is not UTF-8") || line.endsWith("as in the header"));
  }

  @Test
  void aTableWithoutRowsIsAFailure() {
    assertThatExceptionOfType(ImportException.class)
        .isThrownBy(() -> videos("id,title\n".getBytes(UTF_8)))
        .withMessageEndingWith(
            "videos: holds no videos, expected a table with a column 'id', or JSON such as"
                + " {\"id\": \"v1\", \"title\": \"A cat\"}; nothing was stored");
    assertThatExceptionOfType(ImportException.class)
        .isThrownBy(() -> videos(new byte[0]))
        .withMessageEndingWith("videos: has no header, expected the names of the columns");
  }

  private List<VideoPublished> videos(byte[] text) throws IOException {
    return videos(text, TableOptions.defaults());
  }

  private List<VideoPublished> videos(byte[] text, TableOptions options) throws IOException {
    Path file = Files.write(folder.resolve("videos"), text);
    var read = new MemoryLog();
    new VideosImport(
            CatalogTarget.of(read),
            new BadLines(20, bad::add),
            Progress.NONE,
            InstantSource.system(),
            options,
            notes::add)
        .run(file, VideosImport.Options.defaults());
    return read.of(VideoPublished.class);
  }

  private static byte[] marked(String mark, byte[] text) {
    var bytes = new ByteArrayOutputStream();
    bytes.writeBytes(HexFormat.of().parseHex(mark));
    bytes.writeBytes(text);
    return bytes.toByteArray();
  }

  private static byte[] gzip(byte[] text) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var out = new GZIPOutputStream(bytes)) {
      out.write(text);
    }
    return bytes.toByteArray();
  }
}
