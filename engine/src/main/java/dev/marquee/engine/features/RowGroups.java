package dev.marquee.engine.features;

import it.unimi.dsi.fastutil.ints.Int2IntOpenHashMap;
import java.util.Arrays;
import java.util.stream.IntStream;

/// Which rows have the same of something, such as the category: those of one line.
///
/// @param ofRow the line of each row
/// @param first a row of each line
// Nobody compares two of them.
@SuppressWarnings("ArrayRecordComponent")
record RowGroups(int[] ofRow, int[] first) {

  /// From so many rows on a map is quicker than a look through all lines.
  private static final int MANY = 16;

  /// One line for all rows.
  static RowGroups one(int rows) {
    return new RowGroups(new int[rows], new int[1]);
  }

  /// A line for each row.
  static RowGroups each(int rows) {
    int[] all = IntStream.range(0, rows).toArray();
    return new RowGroups(all, all);
  }

  /// @param values what rows of one line have in common, by row
  static RowGroups of(int[] values) {
    int[] ofRow = new int[values.length];
    int[] first = new int[values.length];
    int size = 0;
    var lines = new Int2IntOpenHashMap(values.length < MANY ? 0 : values.length);
    lines.defaultReturnValue(-1);
    for (int row = 0; row < values.length; row++) {
      int line =
          values.length < MANY
              ? find(values, first, size, values[row])
              : lines.putIfAbsent(values[row], size);
      if (line < 0) {
        line = size;
        first[size++] = row;
      }
      ofRow[row] = line;
    }
    return new RowGroups(ofRow, Arrays.copyOf(first, size));
  }

  private static int find(int[] values, int[] first, int size, int value) {
    for (int i = 0; i < size; i++) {
      if (values[first[i]] == value) {
        return i;
      }
    }
    return -1;
  }

  /// What the rows of each line have.
  ///
  /// @param values by row
  int[] values(int[] values) {
    return Arrays.stream(first).map(row -> values[row]).toArray();
  }

  int size() {
    return first.length;
  }
}
