package dev.marquee.engine.training.twotower;

import dev.marquee.engine.math.Vectors;
import dev.marquee.engine.models.twotower.HistoryReading;
import java.util.Arrays;

/// The weighted sum of the history's rows, with the weights from the batch.
record PooledHistory(int dimension) implements HistoryEncoder {

  @Override
  public void readItems(TwoTowerBatch batch, float[] x, int from, int to) {}

  @Override
  public void forward(TwoTowerBatch batch, float[] x, float[] h, int from, int to) {
    int d = dimension;
    for (int row = from; row < to; row++) {
      Arrays.fill(h, row * d, (row + 1) * d, 0);
      for (int i = batch.historyStart[row]; i < batch.historyStart[row + 1]; i++) {
        Vectors.axpy(batch.historyWeight[i], x, batch.historySlot[i] * d, h, row * d, d);
      }
    }
  }

  @Override
  public void backward(TwoTowerBatch batch, float[] x, float[] dh, int from, int to) {}

  @Override
  public void toItems(TwoTowerBatch batch, float[] dh, float[] dx, int from, int to) {
    int d = dimension;
    for (int slot = from; slot < to; slot++) {
      for (int i = batch.bySlotStart[slot]; i < batch.bySlotStart[slot + 1]; i++) {
        int entry = batch.bySlotEntry[i];
        Vectors.axpy(batch.historyWeight[entry], dh, batch.bySlotRow[i] * d, dx, slot * d, d);
      }
    }
  }

  @Override
  public void update(TwoTowerBatch batch, float[] x, float[] dh) {}

  @Override
  public HistoryReading reading(TwoTowerSettings settings, boolean ordered) {
    // Without an order, training samples the history; serving reads all of it, which reduces the
    // noise.
    return ordered
        ? HistoryReading.mean(settings.architecture().history(), settings.architecture().halfLife())
        : HistoryReading.mean(Integer.MAX_VALUE, 0);
  }
}
