package dev.marquee.engine.features;

import dev.marquee.engine.features.FeatureRows.Extent;

/// The features of some rows that are made together: a line for each value of what they depend on.
///
/// Not safe for use by many threads while somebody writes to it.
public final class FeatureBlock {

  private final Extent extent;
  private final RowGroups lines;
  private final float[] dense;
  private final int[] hashed;

  FeatureBlock(Extent extent, RowGroups lines, float[] dense, int[] hashed) {
    this.extent = extent;
    this.lines = lines;
    this.dense = dense;
    this.hashed = hashed;
  }

  /// The line that a row has.
  public int line(int row) {
    return lines.ofRow()[row];
  }

  public int lines() {
    return lines.size();
  }

  /// The dense features of all lines, line by line.
  public float[] dense() {
    return dense;
  }

  /// Writes the part's dense features of a row.
  ///
  /// @return where they end
  public int copyDense(int row, float[] into, int at) {
    System.arraycopy(dense, line(row) * extent.width(), into, at, extent.width());
    return at + extent.width();
  }

  /// Writes the part's fields of a row.
  ///
  /// @return where they end
  int copyFields(int row, int[] into, int at) {
    System.arraycopy(hashed, line(row) * extent.fields(), into, at, extent.fields());
    return at + extent.fields();
  }

  /// One of the part's fields of a row.
  public int field(int row, int field) {
    return hashed[line(row) * extent.fields() + field];
  }
}
