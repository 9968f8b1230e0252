package dev.marquee.server.imports;

import dev.marquee.engine.Progress;
import dev.marquee.engine.events.ContentVector;
import dev.marquee.engine.events.Event;
import dev.marquee.engine.events.EventLog;
import dev.marquee.engine.events.InvalidEventException;
import dev.marquee.engine.events.VectorLength;
import dev.marquee.engine.events.VideoDetails;
import dev.marquee.engine.events.VideoPublished;
import dev.marquee.engine.events.json.EventJson;
import dev.marquee.server.data.ImportException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.function.Consumer;

/// Imports a catalog: a CSV file with a header, or one JSON object per line; plain or gzip.
///
/// Columns that are not details of a video become attributes. A list (categories, countries,
/// vector) is separated by `|`, `;` or `,`. A video without `publishedAt` counts as published when
/// the file was last modified. A later row of the same video replaces the earlier one.
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

  private final EventLog log;
  private final BadLines bad;
  private final Progress progress;

  public VideosImport(EventLog log, BadLines bad, Progress progress) {
    this.log = log;
    this.bad = bad;
    this.progress = progress;
  }

  /// Imports a file.
  public ImportSummary run(Path file) {
    return CheckedFile.run(file, this::read, log, bad, progress);
  }

  /// Imports standard input.
  public ImportSummary run(InputStream in) {
    return CheckedFile.spooled(in, this::run);
  }

  private void read(Path file, BadLines bad, Consumer<Event> sink) throws IOException {
    boolean json;
    try (var lines = Lines.of(file)) {
      byte[] first = lines.next();
      json = first != null && Lines.begins(first, '{');
    }
    VectorLength vectors = VectorLength.of(log);
    Instant changed = Files.getLastModifiedTime(file).toInstant();
    if (json) {
      CheckedFile.readLines(file, bad, line -> vectors.checked(event(line, changed)), sink);
    } else {
      readRows(file, changed, vectors, bad, sink);
    }
  }

  private static Event event(byte[] line, Instant changed) {
    VideoPublished read = EventJson.readPublished(line, 0, line.length, changed);
    return event(read.video(), read.details());
  }

  private static void readRows(
      Path file, Instant changed, VectorLength vectors, BadLines bad, Consumer<Event> sink)
      throws IOException {
    try (var rows = CsvRows.of(file, bad, List.of("id"))) {
      refuseOtherSpellings(file, rows.columns());
      while (rows.next()) {
        Event event;
        try {
          event = vectors.checked(event(id(text(rows, "id")), details(rows, changed)));
        } catch (InvalidEventException e) {
          rows.refuse(e.reason());
          continue;
        }
        sink.accept(event);
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

  private static VideoDetails details(CsvRows rows, Instant changed) {
    return new VideoDetails(
        text(rows, "title"),
        text(rows, "channel"),
        words(rows, "categories"),
        text(rows, "language"),
        words(rows, "countries"),
        text(rows, "maturity").isEmpty() ? 0 : (int) rows.whole(rows.column("maturity"), 0, 200),
        text(rows, "durationSeconds").isEmpty() ? 0 : rows.number(rows.column("durationSeconds")),
        published(text(rows, "publishedAt"), changed),
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

  private static Instant published(String text, Instant changed) {
    try {
      return text.isEmpty() ? changed : ZonedDateTime.parse(text).toInstant();
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

  private static Event event(String video, VideoDetails details) {
    var event = new VideoPublished("-", details.publishedAt(), video, details);
    return new VideoPublished(ContentId.of("video-", event), event.at(), video, details);
  }
}
