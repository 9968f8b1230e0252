package dev.marquee.engine.features;

import it.unimi.dsi.fastutil.ints.Int2IntOpenHashMap;
import java.util.Arrays;
import java.util.stream.IntStream;

/// Groups of rows with the same value, such as the category.
///
/// @param ofRow the group of each row
/// @param first the first row of each group
record RowGroups(int[] ofRow, int[] first) {

  /// From this many rows on a map is faster than a scan of all groups.
  private static final int ROWS_FOR_MAP = 16;

  /// One group for all rows.
  static RowGroups one(int rows) {
    return new RowGroups(new int[rows], new int[1]);
  }

  /// A group for each row.
  static RowGroups each(int rows) {
    int[] all = IntStream.range(0, rows).toArray();
    return new RowGroups(all, all);
  }

  /// @param values by row; equal values are one group
  static RowGroups of(int[] values) {
    int[] ofRow = new int[values.length];
    int[] first = new int[values.length];
    int size = 0;
    var groups = new Int2IntOpenHashMap(values.length < ROWS_FOR_MAP ? 0 : values.length);
    groups.defaultReturnValue(-1);
    for (int row = 0; row < values.length; row++) {
      int group =
          values.length < ROWS_FOR_MAP
              ? find(values, first, size, values[row])
              : groups.putIfAbsent(values[row], size);
      if (group < 0) {
        group = size;
        first[size++] = row;
      }
      ofRow[row] = group;
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

  /// The value of each group.
  ///
  /// @param values by row
  int[] values(int[] values) {
    return Arrays.stream(first).map(row -> values[row]).toArray();
  }

  int size() {
    return first.length;
  }
}
