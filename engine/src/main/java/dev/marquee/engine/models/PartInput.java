package dev.marquee.engine.models;

import dev.marquee.engine.features.Feature.Part;
import dev.marquee.engine.features.FeatureRows;
import dev.marquee.engine.features.FeatureRows.Extent;
import dev.marquee.engine.features.RowPart;
import dev.marquee.engine.math.Vectors;
import java.util.List;

/// What a network reads of some parts of a row that stand side by side, beside the request's.
///
/// All together they give what [WideAndDeep#pair] does but for the last bits of sums. Safe for use
/// by many threads.
final class PartInput {

  private static final int HEADS = WideAndDeep.HEADS;

  /// Floats of a vector: what is read is filled up with zeros, so that no loop has a tail.
  private static final int LANES = 16;

  private final List<Part> parts;
  private final int width;
  private final int padded;
  private final float[] mean;
  private final float[] scale;

  /// Of the dense features, a head after the other.
  private final float[] wide;

  /// By part, places among its fields.
  private final int[][] crosses;

  /// By bucket, a weight a head.
  private final float[] wideOfBuckets;

  private final int shift;
  private final int weights;

  /// @param parts in the order of a row
  /// @param wideOfBuckets a weight a head, by bucket: they alone fit into a cache
  PartInput(WideAndDeep network, List<Part> parts, float[] wideOfBuckets) {
    InputLayout layout = network.shape().layout();
    int first = FeatureRows.extent(parts.getFirst()).firstDense();
    Extent last = FeatureRows.extent(parts.getLast());
    this.parts = parts;
    this.width = last.firstDense() + last.width() - first;
    this.padded = (width + LANES - 1) / LANES * LANES;
    this.mean = padded(network.mean(), first);
    this.scale = padded(network.scale(), first);
    this.wide = new float[HEADS * padded];
    for (int head = 0; head < HEADS; head++) {
      System.arraycopy(network.wide(), head * layout.dense() + first, wide, head * padded, width);
    }
    this.crosses = parts.stream().map(layout::crosses).toArray(int[][]::new);
    this.wideOfBuckets = wideOfBuckets;
    this.shift = 32 - network.shape().bits();
    this.weights =
        layout.input(parts.getFirst(), network.shape().embedding()) * network.shape().outOf(0);
  }

  private float[] padded(float[] from, int at) {
    float[] padded = new float[this.padded];
    System.arraycopy(from, at, padded, 0, width);
    return padded;
  }

  /// The first of the parts.
  RowPart first(FeatureRows rows) {
    return rows.part(parts.getFirst());
  }

  /// Floats of the input.
  int width() {
    return width;
  }

  /// Floats that [#read] wants room for.
  int padded() {
    return padded;
  }

  /// Where in the first layer the weights of the input begin.
  int weights() {
    return weights;
  }

  /// Reads a row.
  ///
  /// @param x takes the input from `at` on, [#padded] floats of which those behind [#width] are 0
  /// @param wideSums from `sumsAt` on one a head, are added to
  void read(FeatureRows rows, int row, float[] x, int at, float[] wideSums, int sumsAt) {
    float click = wideSums[sumsAt];
    float watch = wideSums[sumsAt + 1];
    int next = at;
    for (int i = 0; i < crosses.length; i++) {
      RowPart part = rows.part(parts.get(i));
      next = part.copyDense(row, x, next);
      for (int cross : crosses[i]) {
        int place = HEADS * WideAndDeep.bucket(part.field(row, cross), shift);
        click += wideOfBuckets[place];
        watch += wideOfBuckets[place + 1];
      }
    }
    Vectors.standardise(mean, scale, WideAndDeep.FARTHEST, x, at, padded);
    wideSums[sumsAt] = click + Vectors.dot(x, at, wide, 0, padded);
    wideSums[sumsAt + 1] = watch + Vectors.dot(x, at, wide, padded, padded);
  }
}
