package dev.marquee.server.imports;

import dev.marquee.engine.catalog.Columns;
import dev.marquee.engine.catalog.Columns.Kind;
import dev.marquee.engine.events.HistoryImported;
import dev.marquee.engine.events.InvalidEventException;
import dev.marquee.engine.events.Limits;
import dev.marquee.engine.events.ProfileUpdated;
import dev.marquee.engine.events.UserProfile;
import dev.marquee.engine.events.VideoDetails;
import dev.marquee.engine.events.VideoPublished;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// Reads KuaiRand's files row by row; a row that cannot be read is reported and skipped.
final class KuaiRandTables {

  /// The time zone of the data set.
  static final ZoneOffset CHINA = ZoneOffset.ofHours(8);

  /// The declarations of the data set's columns, as its authors describe them. Sizes are numbers.
  /// Ids and exact counts identify a user, so a model would memorise them; they are ignored, and
  /// the range columns next to the counts are used instead. Everything else is a category, even if
  /// it looks like a number.
  static final Columns COLUMNS = new Columns(ofUsers(), ofVideos());

  private static final String NO_ID = "-";

  private final BadLines bad;
  private final ClockCheck clock = ClockCheck.by(InstantSource.system());

  private static Map<String, Kind> ofUsers() {
    Map<String, Kind> kinds = new HashMap<>();
    for (String count :
        List.of("follow_user_num", "fans_user_num", "friend_user_num", "register_days")) {
      kinds.put(count, Kind.IGNORED);
      kinds.put(count + "_range", Kind.CATEGORY);
    }
    for (String code :
        List.of(
            "user_active_degree", "is_lowactive_period", "is_live_streamer", "is_video_author")) {
      kinds.put(code, Kind.CATEGORY);
    }
    for (int i = 0; i < 18; i++) {
      kinds.put("onehot_feat" + i, Kind.CATEGORY);
    }
    return kinds;
  }

  private static Map<String, Kind> ofVideos() {
    return Map.of(
        "video_type", Kind.CATEGORY,
        "upload_type", Kind.CATEGORY,
        "visible_status", Kind.CATEGORY,
        "server_width", Kind.NUMBER,
        "server_height", Kind.NUMBER,
        "music_id", Kind.IGNORED,
        "music_type", Kind.CATEGORY);
  }

  KuaiRandTables(BadLines bad) {
    this.bad = bad;
  }

  List<KuaiRandRow> log(Path file) {
    return read(
        file,
        KuaiRandRow.COLUMNS,
        rows -> {
          int[] at = KuaiRandRow.COLUMNS.stream().mapToInt(rows::column).toArray();
          return row -> {
            KuaiRandRow read = KuaiRandRow.of(row, at);
            clock.require("time_ms", Instant.ofEpochMilli(read.shownAt()));
            return read;
          };
        });
  }

  /// One publication per video, at midnight of its upload day.
  List<VideoPublished> videos(Path file) {
    List<String> own = List.of("video_id", "author_id", "upload_dt", "video_duration", "tag");
    return read(
        file,
        own,
        rows -> {
          int[] at = own.stream().mapToInt(rows::column).toArray();
          return row -> {
            Instant published = midnight(row.text(at[2]));
            var details =
                new VideoDetails(
                    "",
                    row.text(at[1]),
                    row.words(at[4], ","),
                    "",
                    List.of(),
                    0,
                    row.number(at[3]) / 1000,
                    published,
                    "",
                    row.attributes(own));
            return published(id(row, at[0]), details);
          };
        });
  }

  /// One profile per user, with all columns as attributes.
  List<ProfileUpdated> users(Path file, Instant known) {
    return read(
        file,
        List.of("user_id"),
        rows -> {
          int at = rows.column("user_id");
          return row -> {
            var profile = new UserProfile("", "", 0, "", row.attributes(List.of("user_id")));
            var event = new ProfileUpdated(NO_ID, known, id(row, at), profile);
            return new ProfileUpdated(
                ContentId.of("kr-profile-", event), known, event.user(), profile);
          };
        });
  }

  /// One history per user, known from the time at which its last video was shown.
  List<HistoryImported> histories(Path file) {
    List<String> own =
        List.of(
            "user_id", "history_len", "last_time_ms", "watch_seq", "like_seq", "long_watch_seq");
    return read(
        file,
        own,
        rows -> {
          int[] at = own.stream().mapToInt(rows::column).toArray();
          return row -> {
            List<String> shown = row.words(at[3], " ");
            List<String> liked = row.words(at[4], " ");
            List<String> completed = row.words(at[5], " ");
            int total = Math.max((int) row.whole(at[1], 0, Integer.MAX_VALUE), shown.size());
            Instant last =
                Instant.ofEpochMilli(
                    row.whole(
                        at[2], Limits.EARLIEST.toEpochMilli(), Limits.LATEST.toEpochMilli() - 1));
            clock.require("last_time_ms", last);
            String user = id(row, at[0]);
            Function<String, HistoryImported> event =
                id ->
                    new HistoryImported(
                        id, last, user, shown, liked, completed, total, Optional.of(last));
            return event.apply(ContentId.of("kr-history-", event.apply(NO_ID)));
          };
        });
  }

  static VideoPublished published(String video, VideoDetails details) {
    var event = new VideoPublished(NO_ID, details.publishedAt(), video, details);
    return new VideoPublished(ContentId.of("kr-video-", event), event.at(), video, details);
  }

  private static String id(CsvRows row, int column) {
    return String.valueOf(row.whole(column, 0, Long.MAX_VALUE));
  }

  private static Instant midnight(String day) {
    try {
      return LocalDate.parse(day).atStartOfDay(CHINA).toInstant();
    } catch (DateTimeException e) {
      throw new InvalidEventException("upload_dt", day, "a day such as '2022-04-10'");
    }
  }

  private <T> List<T> read(
      Path file, List<String> required, Function<CsvRows, Function<CsvRows, T>> reader) {
    var read = new ArrayList<T>();
    long before = bad.count();
    try (var rows = CsvRows.of(file, bad, required)) {
      Function<CsvRows, T> one = reader.apply(rows);
      while (rows.next()) {
        try {
          read.add(one.apply(rows));
        } catch (InvalidEventException e) {
          rows.refuse(e.reason());
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (read.isEmpty() && bad.count() > before) {
      throw bad.nothing(String.valueOf(file), before, "rows", "some");
    }
    return read;
  }
}
