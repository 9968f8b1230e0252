package dev.marquee.engine.math;

import dev.marquee.engine.math.simd.GemmTile;
import java.util.Arrays;

/// Products of dense `float` matrices, stored row by row in arrays.
///
/// Each element of a product is one chain of fused multiply-adds in the order of the inner
/// dimension, so its bits depend neither on the vector width nor on how the work is split over
/// threads. [#plain], three loops, is the oracle of the tests. Blocked as in Goto and van de Geijn,
/// "Anatomy of High-Performance Matrix Multiplication" (2008): panels of the right matrix are
/// packed, and small tiles of the product stay in registers.
///
/// An instance holds the packed panels: cheap to make, not safe for use by many threads.
public final class Matrices {

  /// Rows of a packed panel: 256 × 32 floats are 32 KB.
  private static final int DEPTH = 256;

  private static final GemmTile TILE = GemmTile.choose();

  private final float[] panel = new float[DEPTH * TILE.columns()];
  private final float[] edge = new float[TILE.rows() * TILE.columns()];

  /// A matrix inside an array: element (row, column) is at `offset + row · rowStride + column ·
  /// columnStride`, so that a transpose is another view of the same array.
  public record View(float[] array, int offset, int rowStride, int columnStride) {

    /// A matrix with rows of `stride` floats.
    public static View rows(float[] array, int offset, int stride) {
      return new View(array, offset, stride, 1);
    }

    /// The matrix without its first columns.
    View from(int column) {
      return new View(array, offset + column * columnStride, rowStride, columnStride);
    }

    public View transposed() {
      return new View(array, offset, columnStride, rowStride);
    }
  }

  /// Writes `left · right` to `product`, or adds it.
  ///
  /// @param m rows of `left` and `product`
  /// @param n columns of `right` and `product`
  /// @param k columns of `left`, rows of `right`
  /// @param left any view
  /// @param right any view; read once
  /// @param product rows of `productStride` floats from `productOffset` on
  /// @param add whether to add to `product` instead of overwriting it
  public void multiply(
      int m,
      int n,
      int k,
      View left,
      View right,
      float[] product,
      int productOffset,
      int productStride,
      boolean add) {
    if (k == 0 && !add) {
      clear(m, n, product, productOffset, productStride);
    }
    int width = TILE.columns();
    for (int depth = 0; depth < k; depth += DEPTH) {
      int deep = Math.min(DEPTH, k - depth);
      boolean onto = add || depth > 0;
      View from = left.from(depth);
      for (int column = 0; column < n; column += width) {
        int wide = Math.min(width, n - column);
        pack(right, depth, deep, column, wide, panel, 0);
        int c = productOffset + column;
        panel(m, wide, deep, from, panel, 0, product, c, productStride, onto);
      }
    }
  }

  /// A right matrix packed in the layout of the tiles, to multiply by it repeatedly. Immutable, so
  /// safe for use by many threads.
  public static final class Packed {

    private final int rows;
    private final int columns;
    private final float[] panels;

    /// @param rows of `matrix`
    /// @param columns of `matrix`
    public Packed(View matrix, int rows, int columns) {
      this.rows = rows;
      this.columns = columns;
      int width = TILE.columns();
      int across = (columns + width - 1) / width;
      this.panels = new float[rows * across * width];
      int at = 0;
      for (int depth = 0; depth < rows; depth += DEPTH) {
        int deep = Math.min(DEPTH, rows - depth);
        for (int column = 0; column < columns; column += width) {
          pack(matrix, depth, deep, column, Math.min(width, columns - column), panels, at);
          at += deep * width;
        }
      }
    }
  }

  /// The same product with a packed matrix, with the same bits.
  public void multiply(
      int m,
      View left,
      Packed right,
      float[] product,
      int productOffset,
      int productStride,
      boolean add) {
    if (right.rows == 0 && !add) {
      clear(m, right.columns, product, productOffset, productStride);
    }
    int width = TILE.columns();
    int at = 0;
    for (int depth = 0; depth < right.rows; depth += DEPTH) {
      int deep = Math.min(DEPTH, right.rows - depth);
      boolean onto = add || depth > 0;
      View from = left.from(depth);
      for (int column = 0; column < right.columns; column += width) {
        int wide = Math.min(width, right.columns - column);
        int c = productOffset + column;
        panel(m, wide, deep, from, right.panels, at, product, c, productStride, onto);
        at += deep * width;
      }
    }
  }

  private static void clear(int m, int n, float[] product, int offset, int stride) {
    for (int row = 0; row < m; row++) {
      Arrays.fill(product, offset + row * stride, offset + row * stride + n, 0);
    }
  }

  /// Multiplies all rows by one panel.
  private void panel(
      int m,
      int wide,
      int deep,
      View left,
      float[] of,
      int at,
      float[] c,
      int offset,
      int stride,
      boolean onto) {
    for (int row = 0; row < m; row += TILE.rows()) {
      int high = Math.min(TILE.rows(), m - row);
      int a = left.offset + row * left.rowStride;
      int to = offset + row * stride;
      if (wide == TILE.columns()) {
        tile(high, left, a, of, at, deep, c, to, stride, onto);
      } else {
        partial(high, wide, left, a, of, at, deep, c, to, stride, onto);
      }
    }
  }

  private void tile(
      int high,
      View left,
      int a,
      float[] of,
      int at,
      int deep,
      float[] c,
      int offset,
      int stride,
      boolean onto) {
    if (high == TILE.rows()) {
      TILE.full(
          left.array, a, left.rowStride, left.columnStride, of, at, deep, c, offset, stride, onto);
    } else {
      for (int i = 0; i < high; i++) {
        TILE.row(
            left.array,
            a + i * left.rowStride,
            left.columnStride,
            of,
            at,
            deep,
            c,
            offset + i * stride,
            onto);
      }
    }
  }

  /// Computes a tile that exceeds the right edge whole, in a buffer beside the product.
  private void partial(
      int high,
      int wide,
      View left,
      int a,
      float[] of,
      int at,
      int deep,
      float[] c,
      int offset,
      int stride,
      boolean onto) {
    int width = TILE.columns();
    for (int i = 0; onto && i < high; i++) {
      System.arraycopy(c, offset + i * stride, edge, i * width, wide);
    }
    tile(high, left, a, of, at, deep, edge, 0, width, onto);
    for (int i = 0; i < high; i++) {
      System.arraycopy(edge, i * width, c, offset + i * stride, wide);
    }
  }

  private static void pack(
      View right, int depth, int deep, int column, int wide, float[] into, int at) {
    int width = TILE.columns();
    int start = right.offset + depth * right.rowStride + column * right.columnStride;
    for (int row = 0; row < deep; row++) {
      int to = at + row * width;
      if (right.columnStride == 1) {
        System.arraycopy(right.array, start + row * right.rowStride, into, to, wide);
      } else {
        for (int i = 0; i < wide; i++) {
          into[to + i] = right.array[start + row * right.rowStride + i * right.columnStride];
        }
      }
      Arrays.fill(into, to + wide, to + width, 0);
    }
  }

  /// The same product in three loops, with the same bits.
  static void plain(
      int m,
      int n,
      int k,
      View left,
      View right,
      float[] product,
      int productOffset,
      int productStride,
      boolean add) {
    for (int row = 0; row < m; row++) {
      for (int column = 0; column < n; column++) {
        int place = productOffset + row * productStride + column;
        float sum = add ? product[place] : 0;
        for (int i = 0; i < k; i++) {
          float a = left.array[left.offset + row * left.rowStride + i * left.columnStride];
          float b = right.array[right.offset + i * right.rowStride + column * right.columnStride];
          sum = Math.fma(a, b, sum);
        }
        product[place] = sum;
      }
    }
  }
}
