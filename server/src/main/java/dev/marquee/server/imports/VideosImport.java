package dev.marquee.server.imports;

import dev.marquee.engine.Progress;
import dev.marquee.engine.catalog.Columns;
import dev.marquee.engine.events.Event;
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
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/// Makes the catalog what a file says: a table with a header, one JSON object per line, or a JSON
/// list; plain or packed with gzip.
///
/// Each video is compared with the catalog of the log, and an event is appended only where
/// something differs: a video that is new, that was removed before, or that has other details. What
/// the file does not name stays, unless [Options#removeMissing] says otherwise.
///
/// Which column of a table says what is found out by [VideoColumns]. A video without `publishedAt`
/// keeps the time that the catalog has; a new one counts as published when the file was last
/// changed, or now where that is in the future. A later row of the same video replaces the earlier
/// one.
public final class VideosImport {

  private static final String EXPECTED =
      "a table with a column 'id', or JSON such as {\"id\": \"v1\", \"title\": \"A cat\"}";

  private final CatalogTarget target;
  private final BadLines bad;
  private final Progress progress;
  private final InstantSource clock;
  private final TableOptions table;
  private final Consumer<String> notes;

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
    void accept(String video, VideoDetails details, long line);
  }

  /// @param clock gives the time at which videos change that the catalog has
  public VideosImport(CatalogTarget target, BadLines bad, Progress progress, InstantSource clock) {
    this(target, bad, progress, clock, TableOptions.defaults(), note -> {});
  }

  /// @param clock gives the time at which videos change that the catalog has
  /// @param notes takes what the file's owner should know of its columns, before anything is stored
  public VideosImport(
      CatalogTarget target,
      BadLines bad,
      Progress progress,
      InstantSource clock,
      TableOptions table,
      Consumer<String> notes) {
    this.target = target;
    this.bad = bad;
    this.progress = progress;
    this.clock = clock;
    this.table = table;
    this.notes = notes;
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
      CheckedFile.Sink<Event> sink = options.dryRun() ? (event, line) -> {} : batches::add;
      compare(sink);
      removals.forEach(event -> sink.accept(event, 0));
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
      long before = bad.count();
      read(
          file,
          sync,
          bad,
          notes,
          (video, details, line) -> {
            sync.named(video);
            lastRows.put(video, ++rows);
            if (rows % 10_000 == 0) {
              progress.step(step, rows, 0);
            }
          });
      progress.step(step, rows, rows);
      if (rows == 0) {
        throw bad.nothing(String.valueOf(file), before, "videos", EXPECTED);
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

    private void compare(CheckedFile.Sink<Event> sink) throws IOException {
      long[] row = {0};
      read(
          file,
          sync,
          BadLines.skipped(),
          note -> {},
          (video, details, line) -> {
            if (lastRows.get(video) == ++row[0]) {
              sync.wanted(video, details).ifPresent(event -> sink.accept(event, line));
            }
          });
    }
  }

  private void read(Path file, CatalogSync sync, BadLines bad, Consumer<String> notes, Sink sink)
      throws IOException {
    var vectors = new VectorLength(sync::vectorLength);
    Instant changed = ClockCheck.by(clock).atMost(Files.getLastModifiedTime(file).toInstant());
    UnaryOperator<VideoPublished> checked = video -> (VideoPublished) vectors.checked(video);
    try (var lines = Lines.of(file)) {
      if (lines.beginsAsJson()) {
        CheckedFile.readLines(
            lines,
            bad,
            json -> checked.apply(video(json, sync, changed)),
            (video, line) -> sink.accept(video.video(), video.details(), line));
        return;
      }
    }
    VideoRows.read(
        file,
        table,
        video -> sync.publishedAt(video).orElse(changed),
        bad,
        notes,
        (video, details, line) -> {
          VideoPublished read = new VideoPublished(video, details.publishedAt(), video, details);
          sink.accept(checked.apply(read).video(), details, line);
        });
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
}
