package dev.marquee.server.imports;

import dev.marquee.engine.Progress;
import dev.marquee.engine.catalog.Columns;
import dev.marquee.engine.events.ContentVector;
import dev.marquee.engine.events.Event;
import dev.marquee.engine.events.InvalidEventException;
import dev.marquee.engine.events.VectorLength;
import dev.marquee.engine.events.VideoDetails;
import dev.marquee.engine.events.VideoPublished;
import dev.marquee.engine.events.json.EventJson;
import dev.marquee.server.data.ImportException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/// Makes the catalog what a file says: a CSV file with a header, or one JSON object per line; plain
/// or packed with gzip.
///
/// Each video is compared with the catalog of the log, and an event is appended only where
/// something differs: a video that is new, that was removed before, or that has other details. What
/// the file does not name stays, unless [Options#removeMissing] says otherwise.
///
/// Columns that are no detail of a video become attributes. A list (categories, countries, vector)
/// is separated by `|`, `;` or `,`. A video without `publishedAt` keeps the time that the catalog
/// has; a new one counts as published when the file was last changed. A later row of the same video
/// replaces the earlier one.
public final class VideosImport {

  private static final List<String> COLUMNS =
      List.of(
          "id",
          "title",
          "channel",
          "categories",
          "language",
          "countries",
          "maturity",
          "durationSeconds",
          "publishedAt",
          "thumbnail",
          "vector");

  private static final String LIST = "[|;,]";

  private final CatalogTarget target;
  private final BadLines bad;
  private final Progress progress;
  private final InstantSource clock;

  /// How a file and the catalog are brought together.
  ///
  /// @param removeMissing removes videos that the file does not name
  /// @param dryRun appends nothing
  /// @param allowManyRemovals whether more than half of the catalog may be removed
  public record Options(boolean removeMissing, boolean dryRun, boolean allowManyRemovals) {

    /// Adds and changes what the file names.
    public static Options defaults() {
      return new Options(false, false, false);
    }
  }

  /// What an import did, or would do.
  public record Result(ImportSummary summary, CatalogChanges changes) {}

  @FunctionalInterface
  private interface Sink {
    void accept(String video, VideoDetails details);
  }

  /// @param clock gives the time at which videos change that the catalog has
  public VideosImport(CatalogTarget target, BadLines bad, Progress progress, InstantSource clock) {
    this.target = target;
    this.bad = bad;
    this.progress = progress;
    this.clock = clock;
  }

  /// Imports a file.
  ///
  /// @throws ImportException where it names no video, or where videos that are missing in it cannot
  ///   be removed safely; nothing is stored then
  public Result run(Path file, Options options) {
    try {
      return new Run(file, options).result();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Imports standard input, by way of a temporary file.
  public Result run(InputStream in, Options options) {
    return CheckedFile.spooled(in, file -> run(file, options));
  }

  /// One file: read once to find what is bad and which row of a video is its last, then compared.
  private final class Run {

    private final Path file;
    private final Options options;
    private final CatalogSync sync = new CatalogSync(target, clock.instant());
    private final Map<String, Long> lastRows = new HashMap<>();
    private long rows;

    Run(Path file, Options options) {
      this.file = file;
      this.options = options;
    }

    Result result() throws IOException {
      check();
      List<Event> removals = new ArrayList<>();
      if (options.removeMissing()) {
        requireAllRead();
        sync.removeOthers(removals::add);
        requireFew(sync.changes());
      }
      var batches = new LogBatches(target::append, progress, 0);
      Consumer<Event> sink = options.dryRun() ? event -> {} : batches::add;
      compare(sink);
      removals.forEach(sink);
      batches.finish();
      CatalogChanges changes = sync.changes();
      var lines = new ImportSummary.LineCounts(rows, rows - lastRows.size(), bad.count());
      var events =
          new ImportSummary.Events(options.dryRun() ? 0 : changes.count(), changes.unchanged());
      return new Result(
          new ImportSummary(
              1, lines, events, ImportSummary.Order.KEPT, Optional.empty(), Columns.NONE),
          changes);
    }

    private void check() throws IOException {
      String step = "check " + file.getFileName();
      read(
          file,
          sync,
          bad,
          (video, details) -> {
            sync.named(video);
            lastRows.put(video, ++rows);
            if (rows % 10_000 == 0) {
              progress.step(step, rows, 0);
            }
          });
      progress.step(step, rows, rows);
      if (rows == 0) {
        throw new ImportException(
            file
                + ": holds no video, expected a CSV file with a column 'id', or JSON lines such as"
                + " {\"id\": \"v1\", \"title\": \"A cat\"}");
      }
    }

    private void requireAllRead() {
      if (bad.count() > 0) {
        throw new ImportException(
            ("%s: bad lines: %,d. With --remove-missing, the videos that they name would be"
                    + " removed: correct these lines, or leave out --remove-missing")
                .formatted(file, bad.count()));
      }
    }

    private void requireFew(CatalogChanges changes) {
      if (changes.removesMost() && !options.allowManyRemovals() && !options.dryRun()) {
        throw new ImportException(
            ("%s: would remove %,d of %,d videos, more than half of the catalog: look at them with"
                    + " --dry-run, and allow it with --allow-many-removals")
                .formatted(file, changes.removed().count(), changes.published()));
      }
    }

    private void compare(Consumer<Event> sink) throws IOException {
      long[] row = {0};
      read(
          file,
          sync,
          BadLines.skipped(),
          (video, details) -> {
            if (lastRows.get(video) == ++row[0]) {
              sync.wanted(video, details).ifPresent(sink);
            }
          });
    }
  }

  private static void read(Path file, CatalogSync sync, BadLines bad, Sink sink)
      throws IOException {
    boolean json;
    try (var lines = Lines.of(file)) {
      byte[] first = lines.next();
      json = first != null && Lines.begins(first, '{');
    }
    var vectors = new VectorLength(sync::vectorLength);
    Instant changed = Files.getLastModifiedTime(file).toInstant();
    UnaryOperator<VideoPublished> checked = video -> (VideoPublished) vectors.checked(video);
    if (json) {
      CheckedFile.readLines(
          file,
          bad,
          line -> checked.apply(video(line, sync, changed)),
          read -> sink.accept(read.video(), read.details()));
    } else {
      readRows(file, bad, rows -> checked.apply(video(rows, sync, changed)), sink);
    }
  }

  private static VideoPublished video(byte[] line, CatalogSync sync, Instant changed) {
    VideoPublished read = EventJson.readPublished(line, 0, line.length, changed);
    if (!read.details().publishedAt().equals(changed)) {
      return read;
    }
    // Perhaps not said: then the catalog's own time goes on.
    return EventJson.readPublished(
        line, 0, line.length, sync.publishedAt(read.video()).orElse(changed));
  }

  private static VideoPublished video(CsvRows rows, CatalogSync sync, Instant changed) {
    String id = id(text(rows, "id"));
    VideoDetails details = details(rows, sync.publishedAt(id).orElse(changed));
    return new VideoPublished(id, details.publishedAt(), id, details);
  }

  private static void readRows(
      Path file, BadLines bad, Function<CsvRows, VideoPublished> reader, Sink sink)
      throws IOException {
    try (var rows = CsvRows.of(file, bad, List.of("id"))) {
      refuseOtherSpellings(file, rows.columns());
      while (rows.next()) {
        VideoPublished read;
        try {
          read = reader.apply(rows);
        } catch (InvalidEventException e) {
          rows.refuse(e.reason());
          continue;
        }
        sink.accept(read.video(), read.details());
      }
    }
  }

  private static String id(String text) {
    if (text.isBlank()) {
      throw new InvalidEventException("id", text, "the video's id");
    }
    return text;
  }

  private static void refuseOtherSpellings(Path file, List<String> columns) {
    for (String column : columns) {
      for (String known : COLUMNS) {
        if (known.equalsIgnoreCase(column) && !known.equals(column)) {
          throw new ImportException(
              file + ": has a column '" + column + "', expected '" + known + "'");
        }
      }
    }
  }

  private static VideoDetails details(CsvRows rows, Instant unlessSaid) {
    return new VideoDetails(
        text(rows, "title"),
        text(rows, "channel"),
        words(rows, "categories"),
        text(rows, "language"),
        words(rows, "countries"),
        text(rows, "maturity").isEmpty() ? 0 : (int) rows.whole(rows.column("maturity"), 0, 200),
        text(rows, "durationSeconds").isEmpty() ? 0 : rows.number(rows.column("durationSeconds")),
        published(text(rows, "publishedAt"), unlessSaid),
        text(rows, "thumbnail"),
        rows.attributes(COLUMNS),
        vector(rows));
  }

  private static ContentVector vector(CsvRows rows) {
    List<String> words = words(rows, "vector");
    if (words.isEmpty()) {
      return ContentVector.NONE;
    }
    float[] values = new float[words.size()];
    for (int i = 0; i < values.length; i++) {
      try {
        values[i] = Float.parseFloat(words.get(i));
      } catch (NumberFormatException e) {
        throw new InvalidEventException("vector[" + i + "]", words.get(i), "a number");
      }
    }
    return ContentVector.of(values);
  }

  private static Instant published(String text, Instant unlessSaid) {
    try {
      return text.isEmpty() ? unlessSaid : ZonedDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      throw new InvalidEventException(
          "publishedAt", text, "an ISO-8601 time with a zone, such as '2026-11-23T10:00:00Z'");
    }
  }

  private static String text(CsvRows rows, String name) {
    int column = rows.column(name);
    return column < 0 ? "" : rows.text(column);
  }

  private static List<String> words(CsvRows rows, String name) {
    int column = rows.column(name);
    return column < 0 ? List.of() : rows.words(column, LIST);
  }
}
