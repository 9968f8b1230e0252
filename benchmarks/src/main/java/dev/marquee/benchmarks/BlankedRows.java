package dev.marquee.benchmarks;

import dev.marquee.engine.features.Feature;
import dev.marquee.engine.features.FeatureRows;
import dev.marquee.engine.features.Rows;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/// Rows in which some features are blanked.
///
/// A blank number or category is the same in every row, so that nothing can be learned from it. A
/// blank category is also blank in the watches.
///
/// @param blanked numbers and categories by name
/// @param withoutWatches whether the viewer's last watches are blank as well
record BlankedRows(Rows rows, Set<String> blanked, boolean withoutWatches) implements Rows {

  private static final List<Feature> FIELDS =
      FeatureRows.FEATURES.subList(FeatureRows.DENSE, FeatureRows.DENSE + FeatureRows.FIELDS);

  /// The fields whose hashes describe a watch.
  private static final List<String> OF_WATCH = List.of("video id", "category");

  @Override
  public int size() {
    return rows.size();
  }

  @Override
  public float[] dense(int row) {
    int start = rows.denseStart(row);
    float[] dense = Arrays.copyOfRange(rows.dense(row), start, start + FeatureRows.DENSE);
    for (int i = 0; i < dense.length; i++) {
      dense[i] = blanked.contains(FeatureRows.DENSE_NAMES.get(i)) ? 0 : dense[i];
    }
    return dense;
  }

  @Override
  public int denseStart(int row) {
    return 0;
  }

  @Override
  public int[] hashed(int row) {
    int start = rows.hashedStart(row);
    int[] hashed = Arrays.copyOfRange(rows.hashed(row), start, rows.hashedEnd(row));
    for (int i = 0; i < FIELDS.size(); i++) {
      hashed[i] = blanked.contains(FIELDS.get(i).name()) ? 0 : hashed[i];
    }
    return hashed;
  }

  @Override
  public int hashedStart(int row) {
    return 0;
  }

  @Override
  public int hashedEnd(int row) {
    return rows.hashedEnd(row) - rows.hashedStart(row);
  }

  @Override
  public int userAttributes(int row) {
    return rows.userAttributes(row);
  }

  @Override
  public int[] history(int row) {
    int[] history = withoutWatches ? new int[0] : rows.history(row).clone();
    for (int i = 0; i < history.length; i++) {
      history[i] = blanked.contains(OF_WATCH.get(i % FeatureRows.HISTORY_WIDTH)) ? 0 : history[i];
    }
    return history;
  }
}
