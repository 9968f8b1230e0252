package dev.marquee.server.exports;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.apache.parquet.column.ColumnWriter;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.column.impl.ColumnWriteStoreV1;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.Util;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;

/// Writes one [Parquet](https://parquet.apache.org/docs/file-format/) file, row by row:
///
/// ```java
/// try (var file = ParquetFile.create(target, columns)) {
///   file.row("u1", 3, 0.5f);
///   file.finish();
/// }
/// ```
///
/// The rows go to a temporary file next to the target; [#finish] renames it to the target. So a
/// reader never sees an incomplete file. If writing fails, an existing target file stays unchanged
/// and [#close] removes the temporary file.
///
/// Holds at most one row group in memory, regardless of the number of rows. For one thread.
public final class ParquetFile implements Closeable {
  /// Size of one row group in memory. Readers also load one row group at a time.
  private static final long ROW_GROUP_BYTES = 64L << 20;

  /// Number of rows between checks of the row group's size, which is a sum over all columns.
  private static final int ROWS_BETWEEN_LOOKS = 100;

  private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);

  private enum State {
    OPEN,
    /// A step is running or has failed: the file cannot be continued.
    BROKEN,
    FINISHED
  }

  private final Path target;
  private final Path unfinished;
  private final List<Column> columns;
  private final MessageType schema;
  private final long rowGroupBytes;
  private final ParquetProperties properties =
      ParquetProperties.builder().withSizeStatisticsEnabled(false).build();
  private final List<RowGroup> rowGroups = new ArrayList<>();
  private final FileChannel channel;
  private final OutputStream out;
  private State state = State.OPEN;
  private long position;

  private List<GzipColumn> pages;
  private ColumnWriteStoreV1 store;
  private ColumnWriter[] writers;
  private long rowsInGroup;

  private ParquetFile(Path target, List<Column> columns, long rowGroupBytes) throws IOException {
    this.target = target;
    this.columns = columns;
    this.rowGroupBytes = rowGroupBytes;
    schema = new MessageType("schema", columns.stream().map(Column::schema).toList());
    unfinished =
        target.resolveSibling("." + target.getFileName() + "." + UUID.randomUUID() + ".unfinished");
    channel = FileChannel.open(unfinished, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    out = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16);
  }

  /// Starts a file that will replace `target`.
  public static ParquetFile create(Path target, List<Column> columns) throws IOException {
    return create(target, columns, ROW_GROUP_BYTES);
  }

  static ParquetFile create(Path target, List<Column> columns, long rowGroupBytes)
      throws IOException {
    Path absolute = target.toAbsolutePath();
    if (Files.isDirectory(absolute)) {
      throw new IllegalArgumentException(
          "'%s' is a folder, expected the name of a file in it".formatted(target));
    }
    if (!Files.isDirectory(absolute.getParent())) {
      throw new IllegalArgumentException(
          "no folder '%s' for '%s': create it first"
              .formatted(absolute.getParent(), absolute.getFileName()));
    }
    if (columns.isEmpty()) {
      throw new IllegalArgumentException(
          "'%s' has no columns, expected one or more".formatted(target));
    }
    Set<String> names = new HashSet<>();
    for (Column column : columns) {
      if (!names.add(column.name())) {
        throw new IllegalArgumentException(
            "two columns are named '%s', expected different names".formatted(column.name()));
      }
    }
    var file = new ParquetFile(absolute, List.copyOf(columns), rowGroupBytes);
    try {
      file.write(MAGIC);
      file.beginRowGroup();
      return file;
    } catch (Throwable e) {
      file.close();
      throw e;
    }
  }

  /// Adds a row with one value per column, in column order. A refused row adds nothing. The caller
  /// may reuse arrays in the row afterwards.
  ///
  /// @throws IllegalArgumentException if the values are not those of the columns
  public void row(Object... values) throws IOException {
    requireOpen();
    requireOfColumns(values);
    state = State.BROKEN;
    for (int i = 0; i < values.length; i++) {
      write(values[i], writers[i]);
    }
    store.endRecord();
    rowsInGroup++;
    if (rowsInGroup % ROWS_BETWEEN_LOOKS == 0 && store.getBufferedSize() >= rowGroupBytes) {
      writeRowGroup();
      beginRowGroup();
    }
    state = State.OPEN;
  }

  /// Writes the remaining rows and the footer, and renames the file to the target.
  public void finish() throws IOException {
    requireOpen();
    state = State.BROKEN;
    if (rowsInGroup > 0) {
      writeRowGroup();
    }
    var footer = new ByteArrayOutputStream();
    Util.writeFileMetaData(Footer.of(columns, rowGroups), footer);
    write(footer.toByteArray());
    write(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(footer.size()).array());
    write(MAGIC);
    out.flush();
    channel.force(true);
    channel.close();
    Files.move(
        unfinished, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    state = State.FINISHED;
  }

  /// Removes the temporary file, unless the file is finished.
  @Override
  public void close() throws IOException {
    if (state != State.FINISHED) {
      state = State.BROKEN;
      channel.close();
      Files.deleteIfExists(unfinished);
    }
  }

  private void requireOpen() {
    switch (state) {
      case OPEN -> {}
      case BROKEN ->
          throw new IllegalStateException(
              "'%s' is closed or has failed: write it again".formatted(target));
      case FINISHED ->
          throw new IllegalStateException("'%s' is finished: write another".formatted(target));
    }
  }

  private void requireOfColumns(Object[] values) {
    int given = values.length;
    if (given < columns.size()) {
      throw new IllegalArgumentException(
          "column '%s': no value, the row has %d, expected %d"
              .formatted(columns.get(given).name(), given, columns.size()));
    }
    if (given > columns.size()) {
      throw new IllegalArgumentException(
          "the row has %d values, expected %d: '%s' has no column"
              .formatted(given, columns.size(), values[columns.size()]));
    }
    for (int i = 0; i < given; i++) {
      columns.get(i).requireOfType(values[i]);
    }
  }

  /// Writes a value with its Dremel levels. The repetition level is 0 at the start of a row and 1
  /// within a list; the definition level is 1 for an element of a list and 0 for anything else.
  private static void write(Object value, ColumnWriter to) {
    switch (value) {
      case String text ->
          to.write(Binary.fromConstantByteArray(text.getBytes(StandardCharsets.UTF_8)), 0, 0);
      case Integer number -> to.write(number.intValue(), 0, 0);
      case Long number -> to.write(number.longValue(), 0, 0);
      case Instant at -> to.write(at.toEpochMilli(), 0, 0);
      case Float number -> to.write(number.floatValue(), 0, 0);
      case Boolean flag -> to.write(flag.booleanValue(), 0, 0);
      case int[] none when none.length == 0 -> to.writeNull(0, 0);
      case int[] numbers -> {
        for (int i = 0; i < numbers.length; i++) {
          to.write(numbers[i], i == 0 ? 0 : 1, 1);
        }
      }
      default -> throw new AssertionError(value);
    }
  }

  private void beginRowGroup() {
    var leaves = schema.getColumns();
    pages = leaves.stream().map(GzipColumn::new).toList();
    store = new ColumnWriteStoreV1(schema, leaf -> pages.get(leaves.indexOf(leaf)), properties);
    writers = leaves.stream().map(store::getColumnWriter).toArray(ColumnWriter[]::new);
    rowsInGroup = 0;
  }

  private void writeRowGroup() throws IOException {
    store.flush();
    long begin = position;
    List<ColumnChunk> chunks = new ArrayList<>();
    long uncompressed = 0;
    for (GzipColumn column : pages) {
      chunks.add(column.writeTo(out, position));
      position += column.bytes();
      uncompressed += column.uncompressedBytes();
    }
    rowGroups.add(
        new RowGroup(chunks, uncompressed, rowsInGroup)
            .setFile_offset(begin)
            .setTotal_compressed_size(position - begin));
    store.close();
  }

  private void write(byte[] bytes) throws IOException {
    out.write(bytes);
    position += bytes.length;
  }
}
