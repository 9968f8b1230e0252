package dev.marquee.adapters.onnx;

import dev.marquee.engine.features.FeatureRows;
import dev.marquee.engine.features.Rows;
import java.util.Arrays;
import java.util.SplittableRandom;

/// The rows of the smoke test that a model must pass before it is served: an unknown viewer and
/// video, lists of any length, large numbers and NaN.
final class SmokeTestRows implements Rows {

  private static final int ROWS = 6;

  private final float[] dense = new float[ROWS * FeatureRows.DENSE];
  private final int[][] hashed = new int[ROWS][];
  private final int[][] history = new int[ROWS][];

  SmokeTestRows() {
    var random = new SplittableRandom(1);
    for (int row = 0; row < ROWS; row++) {
      float value = row == 0 ? 0 : row == 1 ? Float.NaN : row == 2 ? 1e9f : random.nextInt(100);
      Arrays.fill(dense, row * FeatureRows.DENSE, (row + 1) * FeatureRows.DENSE, value);
      hashed[row] = random.ints(FeatureRows.FIELDS + 3L * row).toArray();
      history[row] = random.ints((long) FeatureRows.HISTORY_WIDTH * 12 * row).toArray();
    }
  }

  @Override
  public int size() {
    return ROWS;
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
    return hashed[row];
  }

  @Override
  public int hashedStart(int row) {
    return 0;
  }

  @Override
  public int hashedEnd(int row) {
    return hashed[row].length;
  }

  @Override
  public int userAttributes(int row) {
    return row;
  }

  @Override
  public int[] history(int row) {
    return history[row];
  }
}
