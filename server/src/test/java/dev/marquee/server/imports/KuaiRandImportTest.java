package dev.marquee.server.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.marquee.engine.Progress;
import dev.marquee.engine.catalog.Columns;
import dev.marquee.engine.catalog.Columns.Kind;
import dev.marquee.engine.events.Click;
import dev.marquee.engine.events.Context;
import dev.marquee.engine.events.Event;
import dev.marquee.engine.events.Follow;
import dev.marquee.engine.events.HistoryImported;
import dev.marquee.engine.events.Impression;
import dev.marquee.engine.events.ProfileUpdated;
import dev.marquee.engine.events.Reaction;
import dev.marquee.engine.events.VideoPublished;
import dev.marquee.engine.events.Watch;
import dev.marquee.server.data.DataSplit;
import dev.marquee.server.data.ImportException;
import dev.marquee.testkit.MemoryLog;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KuaiRandImportTest {

  private static final String HEADER =
      "user_id,video_id,date,hourmin,time_ms,is_click,is_like,is_follow,is_comment,is_forward,"
          + "is_hate,long_view,play_time_ms,duration_ms,profile_stay_time,comment_stay_time,"
          + "is_profile_enter,is_rand,tab\n";

  /// 2022-04-25T00:00:00.000+08:00
  private static final long MIDNIGHT = 1_650_816_000_000L;

  @TempDir private Path folder;
  private final MemoryLog log = new MemoryLog();
  private final List<String> told = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();

  @Test
  void aRowBecomesAnImpressionAndItsOutcomesWhenTheWatchingEnds() throws IOException {
    write("log_standard_1.csv", HEADER + row(7, 5, 0, "1,1,1,1,1,1,1", 2500, 5000, 3));
    write(
        "video_features_basic_pure.csv",
        "video_id,author_id,upload_dt,video_duration,tag\n5,900,2022-04-10,5000.0,\n");
    run(0);
    String row = "kr-7-5-" + MIDNIGHT;
    Instant shown = Instant.ofEpochMilli(MIDNIGHT);
    Instant ended = Instant.ofEpochMilli(MIDNIGHT + 2500);
    assertThat(log.events().subList(1, log.events().size()))
        .containsExactly(
            new Impression(row + "-impression", shown, "7", "5", row, -1, new Context("", "", "3")),
            new Click(row + "-click", ended, "7", "5", row),
            new Reaction(row + "-like", ended, "7", "5", row, Reaction.Kind.LIKE),
            new Reaction(row + "-comment", ended, "7", "5", row, Reaction.Kind.COMMENT),
            new Reaction(row + "-share", ended, "7", "5", row, Reaction.Kind.SHARE),
            new Reaction(row + "-dislike", ended, "7", "5", row, Reaction.Kind.DISLIKE),
            new Follow(row + "-follow", ended, "7", "900"),
            new Watch(
                row + "-watch", ended, "7", "5", row, 2.5, 5, Watch.Completion.COMPLETED, true));
  }

  @Test
  void theLogFollowsTheClockAndImpressionsComeFirst() throws IOException {
    write(
        "log_standard_2.csv",
        HEADER
            + row(10, 2, 1000, "0,0,0,0,0,0,0", 500, 0, 1)
            + row(9, 3, 1000, "0,0,0,0,0,0,0", 0, 0, 1));
    write(
        "log_standard_1.csv",
        HEADER
            + row(9, 1, 1500, "0,0,0,0,0,0,0", 0, 0, 1)
            + row(9, 20, 1000, "0,0,0,0,0,0,0", 9000, 0, 1));
    run(0);
    assertThat(log.events().stream().filter(event -> !(event instanceof VideoPublished)))
        .extracting(KuaiRandImportTest::shortly)
        .containsExactly(
            "impression 9-3",
            "impression 9-20",
            "impression 10-2",
            "watch 9-3",
            "impression 9-1",
            "watch 10-2",
            "watch 9-1",
            "watch 9-20");
  }

  @Test
  void repeatedRowsAreDroppedAndASecondImportChangesNothing() throws IOException {
    String once = row(7, 5, 0, "1,0,0,0,0,0,0", 1000, 5000, 1);
    write("log_standard_1.csv", HEADER + once + row(7, 5, 1, "0,0,0,0,0,0,0", 0, 0, 1));
    pack("log_standard_2.csv.gz", HEADER + once);
    ImportSummary first = run(0);
    assertThat(first)
        .isEqualTo(
            new ImportSummary(
                2,
                new ImportSummary.LineCounts(3, 1, 0),
                new ImportSummary.Events(6, 0),
                ImportSummary.Order.KEPT,
                Optional.of(DataSplit.at(Instant.parse("2022-04-30T16:00:00Z"))),
                KuaiRandTables.COLUMNS));
    List<Event> events = log.events();
    assertThat(run(0).events().appended()).isZero();
    assertThat(run(0).events().alreadyThere()).isEqualTo(6);
    assertThat(log.events()).isEqualTo(events);
  }

  @Test
  void itsSizesAreNumbersItsCodesCategoriesAndItsExactCountsIgnored() throws IOException {
    write("log_standard_1.csv", HEADER + row(7, 5, 0, "1,0,0,0,0,0,0", 1000, 5000, 1));
    Columns columns = run(0).columns();
    assertThat(columns.user())
        .containsEntry("fans_user_num", Kind.IGNORED)
        .containsEntry("fans_user_num_range", Kind.CATEGORY)
        .containsEntry("onehot_feat3", Kind.CATEGORY)
        .doesNotContainKey("user_id");
    assertThat(columns.video())
        .containsEntry("server_width", Kind.NUMBER)
        .containsEntry("music_id", Kind.IGNORED)
        .doesNotContainKey("author_id");
  }

  @Test
  void catalogProfilesAndHistoriesComeBeforeTheLog() throws IOException {
    write("log_standard_1.csv", HEADER + row(7, 5, 0, "0,0,0,0,0,0,0", 1000, 4000, 1));
    write(
        "video_features_basic_pure.csv",
        """
        video_id,author_id,video_type,upload_dt,upload_type,video_duration,music_type,tag
        8,900,NORMAL,2022-04-10,Web,12500.0,,"39,2"
        """);
    write(
        "user_features_pure.csv",
        """
        user_id,fans_user_num_range,onehot_feat4
        7,"[10,100)",
        """);
    write(
        "user_sequences_1.csv",
        """
        user_id,history_len,last_time_ms,watch_seq,like_seq,long_watch_seq
        7,92,1650541757927,1 2 2 5,2,1 4
        """);
    run(0);
    assertThat(log.events())
        .extracting(event -> event.getClass().getSimpleName())
        .containsExactly(
            "VideoPublished",
            "VideoPublished",
            "ProfileUpdated",
            "HistoryImported",
            "Impression",
            "Watch");
    var listed = log.of(VideoPublished.class).getFirst();
    assertThat(listed.at()).isEqualTo("2022-04-09T16:00:00Z");
    assertThat(listed.details().publishedAt()).isEqualTo(listed.at());
    assertThat(listed.details().channel()).isEqualTo("900");
    assertThat(listed.details().categories()).containsExactly("39", "2");
    assertThat(listed.details().durationSeconds()).isEqualTo(12.5);
    assertThat(listed.details().attributes())
        .isEqualTo(Map.of("video_type", "NORMAL", "upload_type", "Web"));

    var unlisted = log.of(VideoPublished.class).getLast();
    assertThat(unlisted.video()).isEqualTo("5");
    assertThat(unlisted.at()).isEqualTo(Instant.ofEpochMilli(MIDNIGHT));
    assertThat(unlisted.details().durationSeconds()).isEqualTo(4);
    assertThat(notes)
        .containsExactly(
            "1 videos of the log have no details: they are published without a title, channel or"
                + " category");

    var profile = log.of(ProfileUpdated.class).getFirst();
    assertThat(profile.at()).isEqualTo(Instant.ofEpochMilli(MIDNIGHT - 86_400_000));
    assertThat(profile.profile().attributes()).isEqualTo(Map.of("fans_user_num_range", "[10,100)"));

    var history = log.of(HistoryImported.class).getFirst();
    assertThat(history.shown()).containsExactly("1", "2", "2", "5");
    assertThat(history.liked()).containsExactly("2");
    assertThat(history.completed()).containsExactly("1", "4");
    assertThat(history.totalShown()).isEqualTo(92);
    assertThat(history.lastShownAt()).contains(Instant.ofEpochMilli(1650541757927L));
  }

  @Test
  void sideFilesMayBeMissingButAreMissed() throws IOException {
    write("log_standard_1.csv", HEADER + row(7, 5, 0, "0,0,0,0,0,0,0", 0, 0, 1));
    run(0);
    assertThat(notes)
        .hasSize(4)
        .contains(folder + ": has no user_features_pure.csv, so users have no profiles");
  }

  @Test
  void aFolderWithoutALogIsRefused() {
    assertThatExceptionOfType(ImportException.class)
        .isThrownBy(() -> run(0))
        .withMessage(
            "%s: has no log, looked for log_standard_*.csv and log_standard_*.csv.gz", folder);
    assertThatExceptionOfType(ImportException.class)
        .isThrownBy(() -> importer(0).run(folder.resolve("nowhere")))
        .withMessageEndingWith("nowhere: is not a readable folder");
  }

  @Test
  void badLinesAreToldAndSkippedUpToTheLimit() throws IOException {
    String good = row(7, 5, 0, "0,0,0,0,0,0,0", 0, 0, 1);
    write(
        "log_standard_1.csv",
        HEADER
            + good
            + good.replace("7,5,", "x,5,")
            + good.replace(",1\n", "\n")
            + good.replace(",1\n", ",\"1\n")
            + row(7, 6, 0, "0,0,0,0,0,0,2", 0, 0, 1)
            + row(7, 6, 0, "0,0,0,0,0,0,0", 864_000_001, 0, 1)
            + row(7, 6, -1_100_000_000_000L, "0,0,0,0,0,0,0", 0, 0, 1)
            + row(8, 5, 0, "0,0,0,0,0,0,0", 0, 0, 1));
    assertThatExceptionOfType(TooManyBadLinesException.class)
        .isThrownBy(() -> run(5))
        .withMessageStartingWith("more than 5 bad lines, the last is ")
        .withMessageContaining("log_standard_1.csv:8: 'time_ms' is '550816000000', expected")
        .withMessageEndingWith("or skip up to N of them with --max-bad N");
    assertThat(log.events()).isEmpty();
    told.clear();
    ImportSummary summary = run(6);
    assertThat(summary.lines().good()).isEqualTo(2);
    assertThat(summary.lines().bad()).isEqualTo(6);
    String file = folder.resolve("log_standard_1.csv").toString();
    assertThat(told)
        .containsExactly(
            file + ":3: 'user_id' is 'x', expected a whole number from 0 to 9223372036854775807",
            file + ":4: has 18 fields, expected 19 as in the header",
            file + ":5: has an unpaired quote",
            file + ":6: 'long_view' is '2', expected a whole number from 0 to 1",
            file + ":7: 'play_time_ms' is '864000001', expected a whole number from 0 to 864000000",
            file
                + ":8: 'time_ms' is '550816000000', expected a whole number from 631152000000 to"
                + " 4101580799999");
  }

  @Test
  void aColumnThatIsMissingIsNamed() throws IOException {
    write("log_standard_1.csv", "user_id,video_id\n1,2\n");
    assertThatExceptionOfType(ImportException.class)
        .isThrownBy(() -> run(9))
        .withMessageEndingWith(
            "log_standard_1.csv: has no column 'time_ms', its columns are [user_id, video_id]");
    write("log_standard_1.csv", "");
    assertThatExceptionOfType(ImportException.class)
        .isThrownBy(() -> run(9))
        .withMessageContaining("log_standard_1.csv: has no header, expected the columns user_id");
    write("log_standard_1.csv", HEADER);
    assertThatExceptionOfType(ImportException.class)
        .isThrownBy(() -> run(9))
        .withMessage("%s: its log has no rows", folder);
  }

  @Test
  void aTornArchiveIsRefused() throws IOException {
    pack("log_standard_1.csv.gz", HEADER + row(7, 5, 0, "0,0,0,0,0,0,0", 0, 0, 1));
    Path file = folder.resolve("log_standard_1.csv.gz");
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(whole, whole.length - 20));
    assertThatExceptionOfType(ImportException.class)
        .isThrownBy(() -> run(9))
        .withMessageContaining(
            "log_standard_1.csv.gz: cannot be read (its gzip data end too early");
  }

  private static String row(
      long user, long video, long after, String flags, long play, long duration, int tab) {
    return "%d,%d,20220425,0,%d,%s,%d,%d,0,0,0,0,%d\n"
        .formatted(user, video, MIDNIGHT + after, flags, play, duration, tab);
  }

  private static String shortly(Event event) {
    return switch (event) {
      case Impression it -> "impression " + it.user() + "-" + it.video();
      case Watch it -> "watch " + it.user() + "-" + it.video();
      default -> event.toString();
    };
  }

  private ImportSummary run(long maxBad) {
    notes.clear();
    return importer(maxBad).run(folder);
  }

  private KuaiRandImport importer(long maxBad) {
    return new KuaiRandImport(log, new BadLines(maxBad, told::add), Progress.NONE, notes::add);
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }

  private void pack(String name, String text) throws IOException {
    try (var out = new GZIPOutputStream(Files.newOutputStream(folder.resolve(name)))) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
  }
}
