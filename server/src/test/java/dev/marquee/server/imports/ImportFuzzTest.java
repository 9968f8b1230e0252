package dev.marquee.server.imports;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.marquee.engine.Progress;
import dev.marquee.engine.events.Event;
import dev.marquee.engine.events.json.EventJson;
import dev.marquee.server.data.ImportException;
import dev.marquee.testkit.MemoryLog;
import dev.marquee.testkit.Script;
import dev.marquee.testkit.Seed;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Damages files in every way that happens to files, and imports them: an import stores all that it
/// counts, or nothing with a sentence that says why. It never succeeds with nothing.
class ImportFuzzTest {

  private static final int ROUNDS = 250;
  private static final int ROWS = 40;

  /// How often a file is damaged at most, and so how many line ends at most are lost.
  private static final int MOST = 3;

  private static final Instant NOW = Instant.parse("2100-01-01T00:00:00Z");

  /// 2022-04-25T00:00:00.000+08:00
  private static final long DAY_MILLIS = 1_650_816_000_000L;

  private static final String KUAIRAND =
      "user_id,video_id,date,hourmin,time_ms,is_click,is_like,is_follow,is_comment,is_forward,"
          + "is_hate,long_view,play_time_ms,duration_ms,profile_stay_time,comment_stay_time,"
          + "is_profile_enter,is_rand,tab\n";

  @TempDir private Path folder;

  @Test
  void eventsOneALine(@Seed Random random) throws IOException {
    byte[] text = events(random);
    rounds(random, "events.ndjson", text, this::importEvents);
  }

  @Test
  void eventsInAList(@Seed Random random) throws IOException {
    String lines = new String(events(random), UTF_8).strip();
    byte[] text = ("[\n" + lines.replace("\n", ",\n") + "\n]\n").getBytes(UTF_8);
    rounds(random, "events.json", text, this::importEvents);
  }

  @Test
  void videosInATable(@Seed Random random) throws IOException {
    var text = new StringBuilder("video_id,name,genres,duration,published_at,embedding,studio,\n");
    for (int i = 0; i < ROWS; i++) {
      text.append(
          "v%d,\"Café \"\"%d\"\",\n🐕\",a|b,1:%02d,2026-01-02T03:04:05Z,\"[0.5, %d]\",north,\n"
              .formatted(i, i, i, i));
    }
    rounds(random, "videos.csv", text.toString().getBytes(UTF_8), this::importVideos);
  }

  @Test
  void videosOneALine(@Seed Random random) throws IOException {
    var text = new StringBuilder();
    for (int i = 0; i < ROWS; i++) {
      text.append(
          "{\"id\":\"v%d\",\"title\":\"Café %d\",\"categories\":[\"a\"],\"vector\":[0.5,%d]}\n"
              .formatted(i, i, i));
    }
    rounds(random, "videos.ndjson", text.toString().getBytes(UTF_8), this::importVideos);
  }

  @Test
  void aLogOfKuaiRand(@Seed Random random) throws IOException {
    var text = new StringBuilder(KUAIRAND);
    for (int i = 0; i < ROWS; i++) {
      text.append(
          "%d,%d,20220425,0,%d,1,0,0,0,0,0,1,2500,5000,0,0,0,0,1\n"
              .formatted(i % 5, i, DAY_MILLIS + i));
    }
    rounds(
        random,
        "log_standard_1.csv",
        text.toString().getBytes(UTF_8),
        (log, bad) -> new KuaiRandImport(log, bad, Progress.NONE, note -> {}).run(folder));
  }

  @Test
  void ratingsOfMovieLens(@Seed Random random) throws IOException {
    Files.writeString(folder.resolve("u.genre"), "unknown|0\nAction|1\n");
    Files.writeString(folder.resolve("u.user"), "7|24|M|writer|85711\n8|53|F|other|94043\n");
    var films = new StringBuilder();
    var ratings = new StringBuilder();
    for (int i = 1; i <= ROWS; i++) {
      films.append("%d|Cat %d (1995)|01-Jan-1995||http://x/1|0|1\n".formatted(i, i));
      ratings.append("%d\t%d\t%d\t%d\n".formatted(7 + i % 2, i, 1 + i % 5, 880_934_400L + i));
    }
    BiFunction<MemoryLog, BadLines, ImportSummary> run =
        (log, bad) -> new MovieLensImport(log, bad, Progress.NONE).run(folder);
    Files.writeString(folder.resolve("u.item"), films);
    rounds(random, "u.data", ratings.toString().getBytes(UTF_8), run);
    Files.writeString(folder.resolve("u.data"), ratings);
    rounds(random, "u.item", films.toString().getBytes(ISO_8859_1), run);
  }

  private void rounds(
      Random random,
      String name,
      byte[] text,
      BiFunction<MemoryLog, BadLines, ImportSummary> importer)
      throws IOException {
    int[] outcomes = new int[2];
    for (int round = 0; round < ROUNDS; round++) {
      Damage damage = round == 0 ? new Damage(text, false) : damaged(text, random);
      Files.write(folder.resolve(name), damage.text);
      int limit = List.of(0, 3, 100).get(random.nextInt(3));
      outcomes[once(limit, damage.loses ? 0 : ROWS - MOST, importer) ? 0 : 1]++;
    }
    assertThat(outcomes).as("stored and refused").doesNotContain(0);
  }

  /// One import.
  ///
  /// @param least how many lines it must read or call bad, if it succeeds
  /// @return whether it stored something
  private static boolean once(
      int limit, int least, BiFunction<MemoryLog, BadLines, ImportSummary> importer) {
    var log = new MemoryLog();
    List<String> told = new ArrayList<>();
    try {
      ImportSummary summary = importer.apply(log, new BadLines(limit, told::add));
      assertThat(summary.lines().good()).isPositive();
      assertThat(summary.events().appended()).isEqualTo(log.events().size()).isPositive();
      assertThat(summary.lines().bad()).isEqualTo(told.size()).isLessThanOrEqualTo(limit);
      assertThat(summary.lines().good() + summary.lines().bad()).isGreaterThanOrEqualTo(least);
      assertThat(told).allMatch(line -> line.matches("(?s).+:\\d+: .+"));
      return true;
    } catch (ImportException e) {
      assertThat(log.events()).as(e.getMessage()).isEmpty();
      assertThat(e.getMessage()).hasSizeGreaterThan(20).doesNotContain("null)", "Exception");
      return false;
    } catch (RuntimeException e) {
      return fail("an import must refuse a file with a sentence", e);
    }
  }

  private ImportSummary importEvents(MemoryLog log, BadLines bad) {
    return new EventsImport(log, bad, Progress.NONE, () -> NOW)
        .run(
            List.of(folder.resolve("events.ndjson"), folder.resolve("events.json")).stream()
                .filter(Files::exists)
                .toList());
  }

  private ImportSummary importVideos(MemoryLog log, BadLines bad) {
    Path table = folder.resolve("videos.csv");
    return new VideosImport(CatalogTarget.of(log), bad, Progress.NONE, InstantSource.system())
        .run(
            Files.exists(table) ? table : folder.resolve("videos.ndjson"),
            VideosImport.Options.defaults())
        .summary();
  }

  private static byte[] events(Random random) {
    var script = new Script();
    List<Event> events = new ArrayList<>();
    for (int i = 0; i < ROWS; i++) {
      events.add(script.any(random));
    }
    var out = new ByteArrayOutputStream();
    EventJson.writeLines(events, out);
    return out.toByteArray();
  }

  private static Damage damaged(byte[] text, Random random) throws IOException {
    var damage = new Damage(text, false);
    for (int i = 1 + random.nextInt(MOST); i > 0; i--) {
      damage = damage.more(random);
    }
    return damage;
  }

  /// @param loses whether lines may be lost without a trace
  private record Damage(byte[] text, boolean loses) {

    Damage more(Random random) throws IOException {
      int at = random.nextInt(Math.max(1, text.length));
      int to = Math.min(text.length, at + 1 + random.nextInt(60));
      String all = new String(text, UTF_8);
      return switch (random.nextInt(11)) {
        case 0, 1 -> kept(flipped(text, at, 1 << random.nextInt(8)));
        case 2 -> kept(flipped(text, at, 1 + random.nextInt(255)));
        case 3 -> new Damage(Arrays.copyOf(text, at), true);
        case 4 -> new Damage(replaced(text, at, to, new byte[0]), true);
        case 5 -> shifted(replaced(text, at, at, Arrays.copyOfRange(text, at, to)));
        case 6 -> shifted(recoded(text, at, to, ISO_8859_1));
        case 7 -> new Damage(recoded(text, at, to, UTF_16BE), true);
        case 8 -> kept(("\uFEFF" + all).getBytes(random.nextBoolean() ? UTF_16BE : UTF_8));
        case 9 -> kept(all.replace("\n", random.nextBoolean() ? "\r" : "\r\n").getBytes(UTF_8));
        default -> {
          byte[] packed = gzip(text);
          int byteAt = random.nextInt(packed.length);
          yield switch (random.nextInt(3)) {
            case 0 -> kept(packed);
            case 1 -> kept(Arrays.copyOf(packed, byteAt));
            default -> kept(flipped(packed, byteAt, 1 << random.nextInt(8)));
          };
        }
      };
    }

    /// In UTF-16 a byte more or less makes other characters of all that follow.
    private Damage shifted(byte[] damaged) {
      return new Damage(damaged, loses || Utf16Input.order(text).isPresent());
    }

    private Damage kept(byte[] damaged) {
      return new Damage(damaged, loses);
    }
  }

  private static byte[] flipped(byte[] text, int at, int bits) {
    byte[] flipped = text.clone();
    if (at < flipped.length) {
      flipped[at] ^= (byte) bits;
    }
    return flipped;
  }

  private static byte[] recoded(byte[] text, int from, int to, Charset charset) {
    String part = new String(text, from, to - from, UTF_8);
    return replaced(text, from, to, part.getBytes(charset));
  }

  private static byte[] replaced(byte[] text, int from, int to, byte[] by) {
    var out = new ByteArrayOutputStream();
    out.write(text, 0, from);
    out.writeBytes(by);
    out.write(text, to, text.length - to);
    return out.toByteArray();
  }

  private static byte[] gzip(byte[] text) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var out = new GZIPOutputStream(bytes)) {
      out.write(text);
    }
    return bytes.toByteArray();
  }
}
