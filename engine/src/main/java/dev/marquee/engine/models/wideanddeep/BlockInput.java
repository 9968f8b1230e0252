package dev.marquee.engine.models.wideanddeep;

import dev.marquee.engine.features.FeatureBlock;
import dev.marquee.engine.features.FeatureBlock.Per;
import dev.marquee.engine.features.FeatureRows;
import dev.marquee.engine.features.FeatureRows.Extent;
import dev.marquee.engine.math.Vectors;
import java.util.List;

/// Reads the network's input from adjacent blocks of a row, except the request's block.
///
/// Together, all blocks give the same input as [WideAndDeep#pair], up to rounding of sums. Safe for
/// use by many threads.
final class BlockInput {

  private static final int HEADS = WideAndDeep.HEADS;

  /// Floats per SIMD vector: the input is padded with zeros, so that no loop has a tail.
  private static final int LANES = 16;

  private final List<Per> blocks;
  private final int width;
  private final int padded;
  private final float[] mean;
  private final float[] scale;

  /// Wide weights of the dense features, one head after the other.
  private final float[] wide;

  /// By block: positions of the crosses among its fields.
  private final int[][] crosses;

  /// By bucket: a weight per head.
  private final float[] wideOfBuckets;

  private final int shift;
  private final int weights;

  /// @param blocks in the order of a row
  /// @param wideOfBuckets by bucket, a weight per head: without embeddings they fit into a cache
  BlockInput(WideAndDeep network, List<Per> blocks, float[] wideOfBuckets) {
    InputLayout layout = network.shape().layout();
    int first = FeatureRows.extent(blocks.getFirst()).firstDense();
    Extent last = FeatureRows.extent(blocks.getLast());
    this.blocks = blocks;
    this.width = last.firstDense() + last.width() - first;
    this.padded = (width + LANES - 1) / LANES * LANES;
    this.mean = padded(network.mean(), first);
    this.scale = padded(network.scale(), first);
    this.wide = new float[HEADS * padded];
    for (int head = 0; head < HEADS; head++) {
      System.arraycopy(network.wide(), head * layout.dense() + first, wide, head * padded, width);
    }
    this.crosses = blocks.stream().map(layout::crosses).toArray(int[][]::new);
    this.wideOfBuckets = wideOfBuckets;
    this.shift = 32 - network.shape().bits();
    this.weights =
        layout.input(blocks.getFirst(), network.shape().embedding()) * network.shape().outOf(0);
  }

  private float[] padded(float[] from, int at) {
    float[] padded = new float[this.padded];
    System.arraycopy(from, at, padded, 0, width);
    return padded;
  }

  /// The blocks of a request's rows.
  FeatureBlock[] of(FeatureRows rows) {
    return blocks.stream().map(rows::block).toArray(FeatureBlock[]::new);
  }

  /// Number of floats in the input.
  int width() {
    return width;
  }

  /// Number of floats that [#read] writes, padding included.
  int padded() {
    return padded;
  }

  /// Offset of the input's weights in the first layer.
  int weights() {
    return weights;
  }

  /// Reads a row's dense features.
  ///
  /// @param from the blocks that [#of] returned
  /// @param x receives [#padded] floats, starting at `at`; those after [#width] are 0
  void read(FeatureBlock[] from, int row, float[] x, int at) {
    int next = at;
    for (FeatureBlock block : from) {
      next = block.copyDense(row, x, next);
    }
    Vectors.standardise(mean, scale, WideAndDeep.FARTHEST, x, at, padded);
  }

  /// Adds the wide weights of a row's crosses.
  ///
  /// @param from the blocks that [#of] returned
  /// @param sums one per head, starting at `at`
  void addCrosses(FeatureBlock[] from, int row, float[] sums, int at) {
    float click = 0;
    float watch = 0;
    for (int i = 0; i < from.length; i++) {
      for (int cross : crosses[i]) {
        int place = HEADS * WideAndDeep.bucket(from[i].field(row, cross), shift);
        click += wideOfBuckets[place];
        watch += wideOfBuckets[place + 1];
      }
    }
    sums[at] += click;
    sums[at + 1] += watch;
  }

  /// Adds the wide part of the dense features already read.
  ///
  /// @param x rows of `stride` floats, each starting with the features read
  /// @param sums by row, one per head
  void addWide(float[] x, int stride, int count, float[] sums) {
    float[] products = new float[count];
    for (int head = 0; head < HEADS; head++) {
      Vectors.dots(x, 0, stride, count, wide, head * padded, padded, products, 0);
      for (int row = 0; row < count; row++) {
        sums[HEADS * row + head] += products[row];
      }
    }
  }
}
