package dev.marquee.server.imports;

import dev.marquee.engine.Progress;
import dev.marquee.engine.events.EventLog;
import dev.marquee.engine.events.HistoryImported;
import dev.marquee.engine.events.ProfileUpdated;
import dev.marquee.engine.events.VideoDetails;
import dev.marquee.engine.events.VideoPublished;
import dev.marquee.server.data.DataSplit;
import dev.marquee.server.data.ImportException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Pattern;

/// Imports a folder of KuaiRand (Gao et al., CIKM 2022): the standard log and its side files.
///
/// The log is required; features of videos and users and earlier histories are imported if the
/// files exist. Everything is held in memory before anything is appended.
public final class KuaiRandImport {

  private static final Instant SPLIT =
      LocalDate.of(2022, 5, 1).atStartOfDay(KuaiRandTables.CHINA).toInstant();

  private final EventLog log;
  private final BadLines bad;
  private final Progress progress;
  private final Consumer<String> notes;
  private final KuaiRandTables tables;

  /// @param notes receives remarks, such as missing files and videos without features
  public KuaiRandImport(EventLog log, BadLines bad, Progress progress, Consumer<String> notes) {
    this.log = log;
    this.bad = bad;
    this.progress = progress;
    this.notes = notes;
    this.tables = new KuaiRandTables(bad);
  }

  /// Imports a folder. The order in the log is: the catalog, profiles, histories, and then
  /// impressions with their outcomes in time order.
  ///
  /// @throws ImportException if there is nothing to import or too many lines are bad
  public ImportSummary run(Path folder) {
    List<Path> logs = files(folder, "log_standard_.*");
    if (logs.isEmpty()) {
      throw new ImportException(
          folder + ": has no log, looked for log_standard_*.csv and log_standard_*.csv.gz");
    }
    List<Path> videoFiles = side(folder, "video_features_basic_pure", "videos have no details");
    List<Path> userFiles = side(folder, "user_features_pure", "users have no profiles");
    List<Path> historyFiles = side(folder, "user_sequences_.*", "users start without a history");

    List<KuaiRandRow> all = each(logs, tables::log);
    List<KuaiRandRow> rows = distinct(all);
    if (rows.isEmpty()) {
      throw new ImportException(folder + ": its log has no rows");
    }
    Instant begin = Instant.ofEpochMilli(rows.getFirst().shownAt());
    Instant before = begin.minus(Duration.ofDays(1));
    List<VideoPublished> videos = each(videoFiles, tables::videos);
    videos.addAll(unlisted(videos, rows, begin));
    List<ProfileUpdated> users = each(userFiles, file -> tables.users(file, before));
    List<HistoryImported> histories = each(historyFiles, tables::histories);

    var events = new KuaiRandEvents(channels(videos));
    long total = videos.size() + users.size() + histories.size() + events.count(rows);
    var batches = new LogBatches(log, progress, total);
    videos.forEach(batches::add);
    users.forEach(batches::add);
    histories.forEach(batches::add);
    events.write(rows, batches::add);
    batches.finish();
    return new ImportSummary(
        logs.size() + videoFiles.size() + userFiles.size() + historyFiles.size(),
        new ImportSummary.LineCounts(all.size(), all.size() - rows.size(), bad.count()),
        batches.events(),
        ImportSummary.Order.KEPT,
        Optional.of(DataSplit.at(SPLIT)),
        KuaiRandTables.COLUMNS);
  }

  private List<Path> side(Path folder, String name, String without) {
    List<Path> files = files(folder, name);
    if (files.isEmpty()) {
      notes.accept(folder + ": has no " + name.replace(".*", "*") + ".csv, so " + without);
    }
    return files;
  }

  private static List<Path> files(Path folder, String name) {
    Pattern pattern = Pattern.compile(name + "\\.csv(\\.gz)?");
    try (var files = Files.list(folder)) {
      return files
          .filter(file -> pattern.matcher(file.getFileName().toString()).matches())
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new ImportException(folder + ": is not a readable folder", e);
    }
  }

  private <T> List<T> each(List<Path> files, Function<Path, List<T>> reader) {
    var all = new ArrayList<T>();
    for (Path file : files) {
      progress.step("read " + file.getFileName(), 0, 1);
      all.addAll(reader.apply(file));
      progress.step("read " + file.getFileName(), 1, 1);
    }
    return all;
  }

  /// The impressions in time order; of duplicates, the first one read.
  private static List<KuaiRandRow> distinct(List<KuaiRandRow> all) {
    var distinct = new ArrayList<KuaiRandRow>(all.size());
    for (KuaiRandRow row : all.stream().sorted(KuaiRandRow.BY_IMPRESSION).toList()) {
      if (distinct.isEmpty() || !row.repeats(distinct.getLast())) {
        distinct.add(row);
      }
    }
    return distinct;
  }

  /// Publications of videos that were shown but are not in the features file: published on the
  /// log's first day, with the duration given in the log.
  private List<VideoPublished> unlisted(
      List<VideoPublished> listed, List<KuaiRandRow> rows, Instant begin) {
    var durations = new TreeMap<Long, Integer>();
    for (KuaiRandRow row : rows) {
      durations.merge(row.video(), row.durationMillis(), (old, now) -> old == 0 ? now : old);
    }
    listed.forEach(video -> durations.remove(Long.valueOf(video.video())));
    if (!durations.isEmpty()) {
      notes.accept(
          durations.size()
              + " videos of the log have no details: they are published without a title, channel or"
              + " category");
    }
    Instant day =
        begin
            .atOffset(KuaiRandTables.CHINA)
            .toLocalDate()
            .atStartOfDay(KuaiRandTables.CHINA)
            .toInstant();
    var unlisted = new ArrayList<VideoPublished>();
    durations.forEach(
        (video, millis) ->
            unlisted.add(
                KuaiRandTables.published(
                    String.valueOf(video),
                    new VideoDetails(
                        "", "", List.of(), "", List.of(), 0, millis / 1000.0, day, "", Map.of()))));
    return unlisted;
  }

  private static Map<Long, String> channels(List<VideoPublished> videos) {
    var channels = new HashMap<Long, String>();
    videos.forEach(video -> channels.put(Long.valueOf(video.video()), video.details().channel()));
    return channels;
  }
}
