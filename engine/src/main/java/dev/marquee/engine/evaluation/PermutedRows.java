package dev.marquee.engine.evaluation;

import dev.marquee.engine.features.Feature.Kind;
import dev.marquee.engine.features.Feature.Side;
import dev.marquee.engine.features.FeatureRows;
import dev.marquee.engine.features.Rows;
import java.util.Arrays;
import java.util.List;

/// A copy of rows in which some features are taken from other rows.
final class PermutedRows implements Rows {

  /// The feature number that represents the viewer's history.
  static final int HISTORY = FeatureRows.FEATURES.size();

  private static final int USER_ATTRIBUTES = attributes(Side.REQUEST);
  private static final int VIDEO_ATTRIBUTES = attributes(Side.VIDEO);

  private final float[] dense;
  private final int[] starts;
  private final int[] userAttributes;
  private final int[][] history;
  private int[] hashed;

  /// @param which numbers of the rows to copy
  /// @param donors by position in `which`: the position of the row that donates the features
  /// @param features taken from the donor: numbers in [FeatureRows#FEATURES], or [#HISTORY]
  PermutedRows(Rows rows, int[] which, int[] donors, List<Integer> features) {
    int size = which.length;
    this.dense = new float[size * FeatureRows.DENSE];
    this.hashed = new int[size * (FeatureRows.FIELDS + 8)];
    this.starts = new int[size + 1];
    this.userAttributes = new int[size];
    this.history = new int[size][];
    boolean[] isPermuted = new boolean[HISTORY + 1];
    features.forEach(feature -> isPermuted[feature] = true);
    for (int row = 0; row < size; row++) {
      int own = which[row];
      int other = which[donors[row]];
      for (int i = 0; i < FeatureRows.DENSE; i++) {
        int from = isPermuted[i] ? other : own;
        dense[row * FeatureRows.DENSE + i] = rows.dense(from)[rows.denseStart(from) + i];
      }
      starts[row + 1] = starts[row];
      for (int i = 0; i < FeatureRows.FIELDS; i++) {
        int from = isPermuted[FeatureRows.DENSE + i] ? other : own;
        append(row, rows.hashed(from), rows.hashedStart(from) + i, 1);
      }
      int user = isPermuted[USER_ATTRIBUTES] ? other : own;
      userAttributes[row] = rows.userAttributes(user);
      int start = rows.hashedStart(user) + FeatureRows.FIELDS;
      append(row, rows.hashed(user), start, userAttributes[row]);
      int video = isPermuted[VIDEO_ATTRIBUTES] ? other : own;
      start = rows.hashedStart(video) + FeatureRows.FIELDS + rows.userAttributes(video);
      append(row, rows.hashed(video), start, rows.hashedEnd(video) - start);
      history[row] = rows.history(isPermuted[HISTORY] ? other : own);
    }
  }

  private void append(int row, int[] from, int start, int count) {
    int end = starts[row + 1];
    if (end + count > hashed.length) {
      hashed = Arrays.copyOf(hashed, 2 * (end + count));
    }
    System.arraycopy(from, start, hashed, end, count);
    starts[row + 1] = end + count;
  }

  private static int attributes(Side side) {
    for (int i = FeatureRows.DENSE + FeatureRows.FIELDS; i < FeatureRows.FEATURES.size(); i++) {
      if (FeatureRows.FEATURES.get(i).kind() == Kind.CATEGORIES
          && FeatureRows.FEATURES.get(i).side() == side) {
        return i;
      }
    }
    throw new IllegalStateException("no attributes of " + side);
  }

  @Override
  public int size() {
    return userAttributes.length;
  }

  @Override
  public float[] dense(int row) {
    return dense;
  }

  @Override
  public int denseStart(int row) {
    return row * FeatureRows.DENSE;
  }

  @Override
  public int[] hashed(int row) {
    return hashed;
  }

  @Override
  public int hashedStart(int row) {
    return starts[row];
  }

  @Override
  public int hashedEnd(int row) {
    return starts[row + 1];
  }

  @Override
  public int userAttributes(int row) {
    return userAttributes[row];
  }

  @Override
  public int[] history(int row) {
    return history[row];
  }
}
