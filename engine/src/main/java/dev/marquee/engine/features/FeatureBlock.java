package dev.marquee.engine.features;

import dev.marquee.engine.features.FeatureRows.Extent;

/// Features that depend on the same key, such as the category. They are computed once per group,
/// the rows with the same value of the key.
///
/// Not safe for use by many threads while one writes to it.
public final class FeatureBlock {

  /// The keys by which rows are grouped, in the order of a row.
  public enum Per {
    REQUEST,
    /// The main category.
    CATEGORY,
    /// The log2 bucket of the duration.
    LENGTH,
    CHANNEL,
    VIDEO
  }

  private final Extent extent;
  private final RowGroups groups;
  private final float[] dense;
  private final int[] hashed;

  FeatureBlock(Extent extent, RowGroups groups, float[] dense, int[] hashed) {
    this.extent = extent;
    this.groups = groups;
    this.dense = dense;
    this.hashed = hashed;
  }

  /// The group of a row.
  public int group(int row) {
    return groups.ofRow()[row];
  }

  /// The number of groups.
  public int groups() {
    return groups.size();
  }

  /// The dense features of all groups, group by group.
  public float[] dense() {
    return dense;
  }

  /// Writes the block's dense features of a row.
  ///
  /// @return where they end
  public int copyDense(int row, float[] into, int at) {
    System.arraycopy(dense, group(row) * extent.width(), into, at, extent.width());
    return at + extent.width();
  }

  /// Writes the block's fields of a row.
  ///
  /// @return where they end
  int copyFields(int row, int[] into, int at) {
    System.arraycopy(hashed, group(row) * extent.fields(), into, at, extent.fields());
    return at + extent.fields();
  }

  /// One of the block's fields of a row.
  public int field(int row, int field) {
    return hashed[group(row) * extent.fields() + field];
  }
}
