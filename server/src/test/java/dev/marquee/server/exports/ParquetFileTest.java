package dev.marquee.server.exports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.hardwood.InputFile;
import dev.hardwood.metadata.ColumnMetaData;
import dev.hardwood.metadata.Encoding;
import dev.hardwood.reader.ParquetFileReader;
import dev.hardwood.reader.RowReader;
import dev.marquee.testkit.Seed;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Reads by Hardwood, which shares no code with the writer.
class ParquetFileTest {
  private static final List<Column> COLUMNS =
      List.of(
          new Column("video", Column.Type.STRING, "the video that was shown: its id"),
          new Column("place", Column.Type.INT, "its place in the feed, from 0"),
          new Column("watched", Column.Type.LONG, "milliseconds"),
          new Column("at", Column.Type.TIMESTAMP, "when the feed was asked for"),
          new Column("score", Column.Type.FLOAT, "what the ranker said"),
          new Column("liked", Column.Type.BOOLEAN, "within 30 minutes"),
          new Column("tags", Column.Type.INTS, "the video's tags, – “as numbers”"));
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final Object[] ROW = {"cat", 0, 900L, NOON, 0.5f, true, new int[] {4, 2}};

  @TempDir Path folder;

  @Test
  void givesBackWhatWasWritten(@Seed long seed) throws IOException {
    List<Object[]> rows = rows(10_000, new Random(seed));
    // Small, so that there are several row groups.
    Path target = written(rows, 100_000);
    try (var file = ParquetFileReader.open(InputFile.of(target))) {
      assertThat(file.getFileMetaData().rowGroups()).as("seed %d", seed).hasSizeGreaterThan(2);
    }
    requireSame(read(target), rows, "seed " + seed);
  }

  @Test
  void givesBackTheExtremes() throws IOException {
    List<Object[]> rows =
        List.of(
            row("", Integer.MIN_VALUE, Long.MIN_VALUE, Float.NaN, new int[0]),
            row("\0", Integer.MAX_VALUE, Long.MAX_VALUE, -0.0f, new int[] {Integer.MIN_VALUE}),
            row("😀é", 0, 0L, Float.NEGATIVE_INFINITY, new int[] {Integer.MAX_VALUE, 0}),
            row("x".repeat(3_000_000), -1, -1L, Float.MIN_VALUE, new int[500_000]));
    requireSame(read(written(rows, 100_000)), rows, "extremes");
  }

  @Test
  void aFileMayHaveNoRows() throws IOException {
    assertThat(read(written(List.of(), 100_000))).isEmpty();
  }

  @Test
  void carriesTheDescriptionsOfItsColumns() throws IOException {
    try (var file = ParquetFileReader.open(InputFile.of(written(List.of(), 100_000)))) {
      var metadata = file.getFileMetaData().keyValueMetadata();
      assertThat(metadata).hasSize(COLUMNS.size());
      for (Column column : COLUMNS) {
        assertThat(metadata).containsEntry("description." + column.name(), column.description());
      }
    }
  }

  @Test
  void writesRepeatedStringsOnce() throws IOException {
    String name = "a".repeat(1_000);
    List<Object[]> rows = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      rows.add(row(name + i % 2, i, i, i, new int[0]));
    }
    ColumnMetaData strings = chunk(written(rows, 10_000_000), 0);
    assertThat(strings.encodings()).contains(Encoding.PLAIN_DICTIONARY);
    assertThat(strings.totalUncompressedSize()).isLessThan(3_000);
  }

  @Test
  void tellsTheBoundsOfTimesSoThatReadersSkipRowGroups() throws IOException {
    List<Object[]> rows = List.of(at(NOON), at(NOON.plusMillis(7)), at(NOON.minusMillis(5)));
    var bounds = chunk(written(rows, 100_000), 3).statistics();
    assertThat(littleEndian(bounds.minValue())).isEqualTo(NOON.toEpochMilli() - 5);
    assertThat(littleEndian(bounds.maxValue())).isEqualTo(NOON.toEpochMilli() + 7);
  }

  @Test
  void takesAnotherFilesPlaceOnlyWhenFinished() throws IOException {
    Path target = folder.resolve("examples.parquet");
    Files.writeString(target, "old");
    try (var file = ParquetFile.create(target, COLUMNS)) {
      file.row(ROW);
      assertThat(target).hasContent("old");
      file.finish();
      assertThat(read(target)).hasSize(1);
    }
    assertThat(files()).containsExactly(target);
  }

  @Test
  void leavesTheOldFileAndNothingElseWhenItFails() throws IOException {
    Path target = folder.resolve("examples.parquet");
    Files.writeString(target, "old");
    try (var file = ParquetFile.create(target, COLUMNS)) {
      file.row(ROW);
    }
    assertThat(target).hasContent("old");
    assertThat(files()).containsExactly(target);
  }

  @Test
  void leavesNothingBehindWhenThereIsNoPlaceForIt() throws IOException {
    Path target = folder.resolve("examples.parquet");
    try (var file = ParquetFile.create(target, COLUMNS)) {
      file.row(ROW);
      Files.createDirectories(target.resolve("in the way"));
      assertThat(catchThrowable(file::finish)).isInstanceOf(IOException.class);
      assertThatIllegalStateException().isThrownBy(() -> file.row(ROW));
    }
    assertThat(files()).containsExactly(target);
  }

  @Test
  void refusesAValueOfAnotherType() throws IOException {
    refuses("column 'place': String 'x', expected an Integer", 1, "x");
    refuses("column 'watched': Integer '5', expected a Long", 2, 5);
    refuses("column 'score': Double '0.5', expected a Float", 4, 0.5);
    refuses("column 'video': null, expected a String", 0, null);
    refuses("column 'video': int[] '[1, 2]', expected a String", 0, new int[] {1, 2});
    refuses(
        "column 'at': Instant '+1000000000-12-31T23:59:59.999999999Z',"
            + " expected an Instant whose milliseconds fit a long",
        3,
        Instant.MAX);
  }

  private void refuses(String message, int column, Object value) throws IOException {
    Object[] wrong = ROW.clone();
    wrong[column] = value;
    refuses(message, wrong);
  }

  private void refuses(String message, Object... wrong) throws IOException {
    Path target = folder.resolve("examples.parquet");
    try (var file = ParquetFile.create(target, COLUMNS)) {
      file.row(ROW);
      assertThatIllegalArgumentException().isThrownBy(() -> file.row(wrong)).withMessage(message);
      file.row(ROW);
      file.finish();
    }
    assertThat(read(target)).as("the rows around the refused one").hasSize(2);
  }

  @Test
  void refusesTooFewAndTooManyValues() throws IOException {
    refuses("column 'at': no value, the row has 3, expected 7", Arrays.copyOf(ROW, 3));
    Object[] more = Arrays.copyOf(ROW, 8);
    more[7] = "more";
    refuses("the row has 8 values, expected 7: 'more' has no column", more);
  }

  @Test
  void refusesColumnsThatCannotBeToldApart() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                ParquetFile.create(
                    folder.resolve("x"), List.of(COLUMNS.get(0), COLUMNS.get(1), COLUMNS.get(0))))
        .withMessage("two columns are named 'video', expected different names");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ParquetFile.create(folder.resolve("x"), List.of()))
        .withMessageEndingWith("has no columns, expected one or more");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Column(" ", Column.Type.INT, "the place"))
        .withMessage("column ' ' needs a name, described as 'the place'");
  }

  @Test
  void refusesATargetThatCannotBeAFile() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ParquetFile.create(folder, COLUMNS))
        .withMessageEndingWith("is a folder, expected the name of a file in it");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ParquetFile.create(folder.resolve("no/x"), COLUMNS))
        .withMessageEndingWith("for 'x': create it first");
  }

  @Test
  void refusesRowsAfterTheEnd() throws IOException {
    try (var file = ParquetFile.create(folder.resolve("x"), COLUMNS)) {
      file.finish();
      assertThatIllegalStateException()
          .isThrownBy(() -> file.row(ROW))
          .withMessageEndingWith("is finished: write another");
    }
  }

  private static Object[] row(String video, int place, long watched, float score, int[] tags) {
    return new Object[] {video, place, watched, NOON, score, true, tags};
  }

  private static Object[] at(Instant at) {
    Object[] row = ROW.clone();
    row[3] = at;
    return row;
  }

  /// Few and many different values of each column, in turn, so that all encodings are met.
  private static List<Object[]> rows(int count, Random random) {
    List<Object[]> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      boolean few = i < count / 2;
      int number = few ? random.nextInt(5) : random.nextInt();
      rows.add(
          new Object[] {
            few ? "v" + number : text(random),
            number,
            few ? number : random.nextLong(),
            Instant.ofEpochMilli(few ? number : random.nextLong()),
            switch (random.nextInt(4)) {
              case 0 -> Float.NaN;
              case 1 -> (float) number;
              default -> random.nextFloat();
            },
            random.nextBoolean(),
            random.ints(random.nextInt(5), few ? 0 : Integer.MIN_VALUE, 9).toArray()
          });
    }
    return rows;
  }

  private static String text(Random random) {
    return random
        .ints(random.nextInt(12), 0, Character.MAX_CODE_POINT + 1)
        .filter(c -> c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  private static void requireSame(List<Object[]> read, List<Object[]> rows, String what) {
    assertThat(read).as(what).hasSameSizeAs(rows);
    for (int i = 0; i < rows.size(); i++) {
      assertThat(read.get(i)).as("row %d, %s", i, what).isEqualTo(rows.get(i));
    }
  }

  private Path written(List<Object[]> rows, long rowGroupBytes) throws IOException {
    Path target = folder.resolve("examples.parquet");
    try (var file = ParquetFile.create(target, COLUMNS, rowGroupBytes)) {
      for (Object[] row : rows) {
        file.row(row);
      }
      file.finish();
    }
    return target;
  }

  private static List<Object[]> read(Path target) throws IOException {
    List<Object[]> rows = new ArrayList<>();
    try (var file = ParquetFileReader.open(InputFile.of(target));
        RowReader row = file.rowReader()) {
      while (row.hasNext()) {
        row.next();
        rows.add(
            new Object[] {
              row.getString(0),
              row.getInt(1),
              row.getLong(2),
              row.getTimestamp(3),
              row.getFloat(4),
              row.getBoolean(5),
              row.getList(6).ints().toArray()
            });
      }
    }
    return rows;
  }

  private static ColumnMetaData chunk(Path target, int column) throws IOException {
    try (var file = ParquetFileReader.open(InputFile.of(target))) {
      return file.getFileMetaData().rowGroups().getFirst().columns().get(column).metaData();
    }
  }

  private static long littleEndian(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }
}
