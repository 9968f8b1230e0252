package dev.marquee.server.imports;

import dev.marquee.engine.events.InvalidEventException;
import dev.marquee.engine.events.VideoDetails;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/// Reads videos from a table with a header.
final class VideoRows {

  private static final int OLDEST = 200;

  private final CsvRows rows;
  private final TableOptions options;
  private final VideoColumns columns;
  private final List<String> noAttributes;
  private final Function<String, Instant> unlessSaid;

  /// Where videos go.
  @FunctionalInterface
  interface Sink {

    /// Takes a video and the line in which it begins, from 1.
    ///
    /// @throws InvalidEventException where it is refused
    void accept(String video, VideoDetails details, long line);
  }

  private VideoRows(CsvRows rows, TableOptions options, Function<String, Instant> unlessSaid) {
    this.unlessSaid = unlessSaid;
    this.rows = rows;
    this.options = options;
    this.columns = VideoColumns.of(rows, options.attributes());
    this.noAttributes =
        rows.columns().stream().filter(it -> !columns.attributes().contains(it)).toList();
  }

  /// Reads a file.
  ///
  /// @param unlessSaid when a video was published of which the file does not say it
  /// @param notes takes what the owner should know of the columns, before the first video
  static void read(
      Path file,
      TableOptions options,
      Function<String, Instant> unlessSaid,
      BadLines bad,
      Consumer<String> notes,
      Sink sink)
      throws IOException {
    try (var rows = CsvRows.of(file, bad, VideoColumns::isKnown)) {
      var table = new VideoRows(rows, options, unlessSaid);
      table.columns.notes().forEach(note -> notes.accept(file + ": " + note));
      while (rows.next()) {
        try {
          String video = table.id();
          sink.accept(video, table.details(video), rows.line());
        } catch (InvalidEventException e) {
          rows.refuse(e.reason());
        }
      }
    }
  }

  private String id() {
    String id = text(VideoColumns.ID);
    if (id.isBlank()) {
      throw new InvalidEventException(name(VideoColumns.ID), id, "the video's id");
    }
    return id;
  }

  private VideoDetails details(String video) {
    String published = text("publishedAt");
    return new VideoDetails(
        text("title"),
        text("channel"),
        list("categories"),
        text("language"),
        list("countries"),
        VideoCells.whole(name("maturity"), text("maturity"), OLDEST),
        VideoCells.seconds(
            name(VideoColumns.DURATION), text(VideoColumns.DURATION), columns.secondsPerUnit()),
        published.isEmpty()
            ? unlessSaid.apply(video)
            : VideoCells.time(name("publishedAt"), published, options.zone()),
        text("thumbnail"),
        rows.attributes(noAttributes),
        VideoCells.vector(name("vector"), text("vector")));
  }

  private List<String> list(String detail) {
    return VideoCells.list(name(detail), text(detail)).stream().map(rows::shared).toList();
  }

  private String name(String detail) {
    return columns.details().getOrDefault(detail, detail);
  }

  private String text(String detail) {
    String column = columns.details().get(detail);
    return column == null ? "" : rows.text(rows.column(column));
  }
}
