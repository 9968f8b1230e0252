package dev.marquee.engine.state;

import dev.marquee.engine.bytes.ByteReader;
import dev.marquee.engine.bytes.ByteWriter;
import dev.marquee.engine.catalog.VideoTable;
import dev.marquee.engine.events.ContentVector;
import dev.marquee.engine.events.VideoDetails;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The stored bytes of a fold's tables, in parts that change independently: counters by page,
/// videos and their recent positives one by one. Shared by all [StateStore]s.
public final class StateTables {

  private StateTables() {}

  /// The offsets of a fold: eight bytes for each partition.
  public static byte[] offsets(Fold fold) {
    ByteWriter out = ByteWriter.bigEndian();
    for (long offset : fold.offsets()) {
      out.int64(offset);
    }
    return out.toBytes();
  }

  public static long[] offsets(byte[] bytes) {
    ByteReader in = ByteReader.bigEndian(bytes, bytes.length);
    long[] offsets = new long[bytes.length / Long.BYTES];
    for (int partition = 0; partition < offsets.length; partition++) {
      offsets[partition] = in.int64();
    }
    return offsets;
  }

  public static byte[] counters(CounterTable counters, int page) {
    ByteWriter out = ByteWriter.littleEndian();
    int rows = counters.rowsOf(page);
    int[] cells = counters.cells(page);
    out.varint(rows);
    for (int row = 0; row < rows; row++) {
      out.int64(counters.key(page, row));
      for (int i = 0; i < CounterTable.width(); i++) {
        out.varint(cells[row * CounterTable.width() + i]);
      }
    }
    return out.toBytes();
  }

  public static void restoreCounters(CounterTable counters, byte[] bytes) {
    ByteReader in = ByteReader.littleEndian(bytes);
    int[] cells = new int[CounterTable.width()];
    for (int rows = in.varint(); rows > 0; rows--) {
      long key = in.int64();
      for (int i = 0; i < cells.length; i++) {
        cells[i] = in.varint();
      }
      counters.restore(key, cells, 0);
    }
  }

  public static byte[] positives(int[] row) {
    ByteWriter out = ByteWriter.littleEndian();
    out.varint(row.length);
    for (int value : row) {
      out.varint(value);
    }
    return out.toBytes();
  }

  public static int[] positives(byte[] bytes) {
    ByteReader in = ByteReader.littleEndian(bytes);
    int[] row = new int[in.varint()];
    for (int i = 0; i < row.length; i++) {
      row[i] = in.varint();
    }
    return row;
  }

  public static byte[] video(VideoTable videos, int video) {
    VideoDetails details = videos.details(video);
    ByteWriter out = ByteWriter.littleEndian();
    out.text(videos.id(video));
    out.varint(videos.isPublished(video) ? 1 : 0);
    out.text(details.title());
    out.text(details.channel());
    out.varint(details.categories().size());
    details.categories().forEach(out::text);
    out.text(details.language());
    out.varint(details.countries().size());
    details.countries().forEach(out::text);
    out.varint(details.maturity());
    out.float64(details.durationSeconds());
    out.int64(details.publishedAt().toEpochMilli());
    out.text(details.thumbnail());
    out.varint(details.attributes().size());
    // Sorted by name, as the order of the map differs between processes.
    new TreeMap<>(details.attributes())
        .forEach(
            (name, value) -> {
              out.text(name);
              out.text(value);
            });
    vector(details.vector(), out);
    return out.toBytes();
  }

  /// Writes nothing where there is none, like states from before vectors were added.
  private static void vector(ContentVector vector, ByteWriter out) {
    if (!vector.isEmpty()) {
      out.varint(vector.length());
      for (int i = 0; i < vector.length(); i++) {
        out.float32(vector.get(i));
      }
    }
  }

  private static ContentVector vector(ByteReader in) {
    if (in.isAtEnd()) {
      return ContentVector.NONE;
    }
    float[] values = new float[in.varint()];
    for (int i = 0; i < values.length; i++) {
      values[i] = in.float32();
    }
    return ContentVector.of(values);
  }

  public static void restoreVideo(VideoTable videos, byte[] bytes) {
    ByteReader in = ByteReader.littleEndian(bytes);
    String id = in.text();
    boolean published = in.varint() == 1;
    VideoDetails details =
        new VideoDetails(
            in.text(),
            in.text(),
            texts(in),
            in.text(),
            texts(in),
            in.varint(),
            in.float64(),
            Instant.ofEpochMilli(in.int64()),
            in.text(),
            attributes(in),
            vector(in));
    videos.restore(id, details, published);
  }

  private static List<String> texts(ByteReader in) {
    List<String> texts = new ArrayList<>();
    for (int i = in.varint(); i > 0; i--) {
      texts.add(in.text());
    }
    return texts;
  }

  private static Map<String, String> attributes(ByteReader in) {
    Map<String, String> attributes = new HashMap<>();
    for (int i = in.varint(); i > 0; i--) {
      attributes.put(in.text(), in.text());
    }
    return attributes;
  }
}
