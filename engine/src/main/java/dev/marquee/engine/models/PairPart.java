package dev.marquee.engine.models;

import dev.marquee.engine.features.FeatureRows;
import dev.marquee.engine.math.Vectors;

/// What a network reads of viewer and video together, laid out for requests of a thousand rows: the
/// columns side by side, and the wide weights of crosses alone, whose table fits into a cache.
///
/// Gives what [WideAndDeep#pair] does but for the last bits of sums. Safe for use by many threads.
final class PairPart {

  private static final int HEADS = WideAndDeep.HEADS;

  private final int[] columns;
  private final float[] mean;
  private final float[] scale;

  /// Of the columns, a head after the other.
  private final float[] wide;

  private final int[] crosses;
  private final int shift;

  /// By bucket, a weight a head.
  private final float[] wideOfBuckets;

  PairPart(WideAndDeep network) {
    InputLayout layout = network.shape().layout();
    this.columns = layout.pairDense();
    this.mean = picked(network.mean(), 0);
    this.scale = picked(network.scale(), 0);
    this.wide = new float[HEADS * columns.length];
    for (int head = 0; head < HEADS; head++) {
      float[] ofHead = picked(network.wide(), head * layout.dense());
      System.arraycopy(ofHead, 0, wide, head * columns.length, columns.length);
    }
    this.crosses = layout.pairCrosses();
    this.shift = 32 - network.shape().bits();
    int width = network.shape().bucketWidth();
    this.wideOfBuckets = new float[HEADS << network.shape().bits()];
    for (int bucket = 0; bucket < 1 << network.shape().bits(); bucket++) {
      System.arraycopy(network.table(), bucket * width, wideOfBuckets, bucket * HEADS, HEADS);
    }
  }

  private float[] picked(float[] from, int at) {
    float[] picked = new float[columns.length];
    for (int i = 0; i < picked.length; i++) {
      picked[i] = from[at + columns[i]];
    }
    return picked;
  }

  /// Reads a row.
  ///
  /// @param sums are added to
  void read(FeatureRows rows, int row, float[] x, int at, float[] sums) {
    float[] dense = rows.dense();
    int start = row * FeatureRows.DENSE;
    int many = columns.length;
    for (int i = 0; i < many; i++) {
      x[at + i] = dense[start + columns[i]];
    }
    Vectors.standardise(mean, scale, WideAndDeep.FARTHEST, x, at, many);
    float click = sums[0] + Vectors.dot(x, at, wide, 0, many);
    float watch = sums[1] + Vectors.dot(x, at, wide, many, many);
    int[] hashed = rows.hashed();
    int first = rows.start(row);
    for (int cross : crosses) {
      int place = HEADS * WideAndDeep.bucket(hashed[first + cross], shift);
      click += wideOfBuckets[place];
      watch += wideOfBuckets[place + 1];
    }
    sums[0] = click;
    sums[1] = watch;
  }
}
