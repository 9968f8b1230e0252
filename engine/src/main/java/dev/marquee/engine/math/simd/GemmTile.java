package dev.marquee.engine.math.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// The innermost loop of [Matrices][dev.marquee.engine.math.Matrices]: a small tile of a product,
/// kept in registers over the inner dimension.
public sealed interface GemmTile {

  /// Rows of a full tile.
  int rows();

  /// Columns of a tile and of a packed panel.
  int columns();

  /// Computes a full tile, `rows()` × `columns()`.
  ///
  /// @param a the left matrix; element (i, k) of the tile at `aOffset + i · aRow + k · aColumn`
  /// @param panel `deep` × `columns()` from `panelOffset` on, row by row
  /// @param add whether to add to `c` instead of overwriting it
  void full(
      float[] a,
      int aOffset,
      int aRow,
      int aColumn,
      float[] panel,
      int panelOffset,
      int deep,
      float[] c,
      int cOffset,
      int cRow,
      boolean add);

  /// Computes one row of a tile.
  void row(
      float[] a,
      int aOffset,
      int aColumn,
      float[] panel,
      int panelOffset,
      int deep,
      float[] c,
      int cOffset,
      boolean add);

  static GemmTile choose() {
    return Kernels.choose() instanceof SimdKernels ? new SimdTile() : new ScalarTile();
  }

  /// Six rows of two vectors: twelve sums, two vectors of columns and one factor fit into the
  /// sixteen registers of AVX2.
  record SimdTile() implements GemmTile {

    private static final VectorSpecies<Float> WIDTH = FloatVector.SPECIES_PREFERRED;
    private static final int LENGTH = WIDTH.length();

    @Override
    public int rows() {
      return 6;
    }

    @Override
    public int columns() {
      return 2 * LENGTH;
    }

    @Override
    public void full(
        float[] a,
        int aOffset,
        int aRow,
        int aColumn,
        float[] panel,
        int panelOffset,
        int deep,
        float[] c,
        int cOffset,
        int cRow,
        boolean add) {
      var zero = FloatVector.zero(WIDTH);
      FloatVector c00 = zero, c01 = zero, c10 = zero, c11 = zero, c20 = zero, c21 = zero;
      FloatVector c30 = zero, c31 = zero, c40 = zero, c41 = zero, c50 = zero, c51 = zero;
      if (add) {
        c00 = FloatVector.fromArray(WIDTH, c, cOffset);
        c01 = FloatVector.fromArray(WIDTH, c, cOffset + LENGTH);
        c10 = FloatVector.fromArray(WIDTH, c, cOffset + cRow);
        c11 = FloatVector.fromArray(WIDTH, c, cOffset + cRow + LENGTH);
        c20 = FloatVector.fromArray(WIDTH, c, cOffset + 2 * cRow);
        c21 = FloatVector.fromArray(WIDTH, c, cOffset + 2 * cRow + LENGTH);
        c30 = FloatVector.fromArray(WIDTH, c, cOffset + 3 * cRow);
        c31 = FloatVector.fromArray(WIDTH, c, cOffset + 3 * cRow + LENGTH);
        c40 = FloatVector.fromArray(WIDTH, c, cOffset + 4 * cRow);
        c41 = FloatVector.fromArray(WIDTH, c, cOffset + 4 * cRow + LENGTH);
        c50 = FloatVector.fromArray(WIDTH, c, cOffset + 5 * cRow);
        c51 = FloatVector.fromArray(WIDTH, c, cOffset + 5 * cRow + LENGTH);
      }
      int at = aOffset;
      for (int k = 0; k < deep; k++, at += aColumn) {
        var b0 = FloatVector.fromArray(WIDTH, panel, panelOffset + k * 2 * LENGTH);
        var b1 = FloatVector.fromArray(WIDTH, panel, panelOffset + k * 2 * LENGTH + LENGTH);
        var a0 = FloatVector.broadcast(WIDTH, a[at]);
        c00 = a0.fma(b0, c00);
        c01 = a0.fma(b1, c01);
        var a1 = FloatVector.broadcast(WIDTH, a[at + aRow]);
        c10 = a1.fma(b0, c10);
        c11 = a1.fma(b1, c11);
        var a2 = FloatVector.broadcast(WIDTH, a[at + 2 * aRow]);
        c20 = a2.fma(b0, c20);
        c21 = a2.fma(b1, c21);
        var a3 = FloatVector.broadcast(WIDTH, a[at + 3 * aRow]);
        c30 = a3.fma(b0, c30);
        c31 = a3.fma(b1, c31);
        var a4 = FloatVector.broadcast(WIDTH, a[at + 4 * aRow]);
        c40 = a4.fma(b0, c40);
        c41 = a4.fma(b1, c41);
        var a5 = FloatVector.broadcast(WIDTH, a[at + 5 * aRow]);
        c50 = a5.fma(b0, c50);
        c51 = a5.fma(b1, c51);
      }
      c00.intoArray(c, cOffset);
      c01.intoArray(c, cOffset + LENGTH);
      c10.intoArray(c, cOffset + cRow);
      c11.intoArray(c, cOffset + cRow + LENGTH);
      c20.intoArray(c, cOffset + 2 * cRow);
      c21.intoArray(c, cOffset + 2 * cRow + LENGTH);
      c30.intoArray(c, cOffset + 3 * cRow);
      c31.intoArray(c, cOffset + 3 * cRow + LENGTH);
      c40.intoArray(c, cOffset + 4 * cRow);
      c41.intoArray(c, cOffset + 4 * cRow + LENGTH);
      c50.intoArray(c, cOffset + 5 * cRow);
      c51.intoArray(c, cOffset + 5 * cRow + LENGTH);
    }

    @Override
    public void row(
        float[] a,
        int aOffset,
        int aColumn,
        float[] panel,
        int panelOffset,
        int deep,
        float[] c,
        int cOffset,
        boolean add) {
      var c0 = FloatVector.zero(WIDTH);
      var c1 = FloatVector.zero(WIDTH);
      if (add) {
        c0 = FloatVector.fromArray(WIDTH, c, cOffset);
        c1 = FloatVector.fromArray(WIDTH, c, cOffset + LENGTH);
      }
      for (int k = 0; k < deep; k++) {
        var factor = FloatVector.broadcast(WIDTH, a[aOffset + k * aColumn]);
        c0 = factor.fma(FloatVector.fromArray(WIDTH, panel, panelOffset + k * 2 * LENGTH), c0);
        c1 =
            factor.fma(
                FloatVector.fromArray(WIDTH, panel, panelOffset + k * 2 * LENGTH + LENGTH), c1);
      }
      c0.intoArray(c, cOffset);
      c1.intoArray(c, cOffset + LENGTH);
    }
  }

  /// The scalar twin.
  record ScalarTile() implements GemmTile {

    @Override
    public int rows() {
      return 4;
    }

    @Override
    public int columns() {
      return 16;
    }

    @Override
    public void full(
        float[] a,
        int aOffset,
        int aRow,
        int aColumn,
        float[] panel,
        int panelOffset,
        int deep,
        float[] c,
        int cOffset,
        int cRow,
        boolean add) {
      for (int i = 0; i < rows(); i++) {
        row(a, aOffset + i * aRow, aColumn, panel, panelOffset, deep, c, cOffset + i * cRow, add);
      }
    }

    @Override
    public void row(
        float[] a,
        int aOffset,
        int aColumn,
        float[] panel,
        int panelOffset,
        int deep,
        float[] c,
        int cOffset,
        boolean add) {
      for (int j = 0; j < columns(); j++) {
        float sum = add ? c[cOffset + j] : 0;
        for (int k = 0; k < deep; k++) {
          sum = Math.fma(a[aOffset + k * aColumn], panel[panelOffset + k * columns() + j], sum);
        }
        c[cOffset + j] = sum;
      }
    }
  }
}
