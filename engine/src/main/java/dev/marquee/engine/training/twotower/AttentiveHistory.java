package dev.marquee.engine.training.twotower;

import dev.marquee.engine.math.Matrices;
import dev.marquee.engine.math.Matrices.View;
import dev.marquee.engine.math.Vectors;
import dev.marquee.engine.models.twotower.HistoryReading;
import dev.marquee.engine.training.network.AdagradTable;
import java.util.Arrays;
import java.util.SplittableRandom;

/// Causal self-attention over the history, one head: the latest item attends to those before it
/// (Kang and McAuley, "Self-Attentive Sequential Recommendation", 2018).
///
///     z_j = x_j + p_j                     p by the number of newer items
///     a   = softmax over j of (z_0 Q) · (z_j K) / √d
///     h   = z_0 + Σ a_j z_j
///
/// As z_j K = x_j K + p_j K, the key x_j K of an item is computed once per batch, whatever its
/// position.
final class AttentiveHistory implements HistoryEncoder {

  final int dimension;
  final AdagradTable positions;
  final AdagradTable query;
  final AdagradTable key;

  private final float inverseRoot;
  private final float[] itemKeys;
  private final float[] positionKeys;

  /// By row: z_0 Q and its gradient.
  private final float[] q;

  private final float[] dq;

  /// By entry of the batch's histories: a, and the gradient of the softmax's input.
  private float[] attention = new float[0];

  private float[] slope = new float[0];
  private final ThreadLocal<Matrices> matrices = ThreadLocal.withInitial(Matrices::new);

  AttentiveHistory(TwoTowerSettings settings, int slots, int rows, SplittableRandom random) {
    this.dimension = settings.architecture().dimension();
    int d = dimension;
    this.inverseRoot = (float) (1 / Math.sqrt(d));
    this.positions =
        new AdagradTable(
            settings.architecture().history(), d, settings.optimisation().learningRate());
    this.query = new AdagradTable(d, d, settings.optimisation().learningRate());
    this.key = new AdagradTable(d, d, settings.optimisation().learningRate());
    positions.randomise(settings.optimisation().initialScale() / 10, random);
    query.randomise(1, random);
    key.randomise(1, random);
    this.itemKeys = new float[slots * d];
    this.positionKeys = new float[settings.architecture().history() * d];
    this.q = new float[rows * d];
    this.dq = new float[rows * d];
  }

  @Override
  public void readItems(TwoTowerBatch batch, float[] x, int from, int to) {
    int d = dimension;
    var keys = View.rows(key.weights, 0, d);
    matrices
        .get()
        .multiply(to - from, d, d, View.rows(x, from * d, d), keys, itemKeys, from * d, d, false);
    if (from == 0) {
      int places = positions.weights.length / d;
      var all = View.rows(positions.weights, 0, d);
      matrices.get().multiply(places, d, d, all, keys, positionKeys, 0, d, false);
      int entries = batch.historyStart[batch.rows];
      if (attention.length < entries) {
        attention = new float[batch.historySlot.length];
        slope = new float[batch.historySlot.length];
      }
    }
  }

  @Override
  public void forward(TwoTowerBatch batch, float[] x, float[] h, int from, int to) {
    int d = dimension;
    for (int row = from; row < to; row++) {
      Arrays.fill(h, row * d, (row + 1) * d, 0);
      int start = batch.historyStart[row];
      if (start < batch.historyStart[row + 1]) {
        Vectors.axpy(1, x, batch.historySlot[start] * d, h, row * d, d);
        Vectors.axpy(1, positions.weights, 0, h, row * d, d);
      }
    }
    matrices
        .get()
        .multiply(
            to - from,
            d,
            d,
            View.rows(h, from * d, d),
            View.rows(query.weights, 0, d),
            q,
            from * d,
            d,
            false);
    for (int row = from; row < to; row++) {
      attend(batch, x, h, row);
    }
  }

  private void attend(TwoTowerBatch batch, float[] x, float[] h, int row) {
    int d = dimension;
    int start = batch.historyStart[row];
    int count = batch.historyStart[row + 1] - start;
    for (int j = 0; j < count; j++) {
      int slot = batch.historySlot[start + j];
      attention[start + j] =
          (Vectors.dot(q, row * d, itemKeys, slot * d, d)
                  + Vectors.dot(q, row * d, positionKeys, j * d, d))
              * inverseRoot;
    }
    Vectors.exp(attention, start, count, Vectors.max(attention, start, count));
    float sum = Vectors.sum(attention, start, count);
    for (int j = 0; j < count; j++) {
      float a = attention[start + j] / sum;
      attention[start + j] = a;
      Vectors.axpy(a, x, batch.historySlot[start + j] * d, h, row * d, d);
      Vectors.axpy(a, positions.weights, j * d, h, row * d, d);
    }
  }

  @Override
  public void backward(TwoTowerBatch batch, float[] x, float[] dh, int from, int to) {
    int d = dimension;
    for (int row = from; row < to; row++) {
      int start = batch.historyStart[row];
      int count = batch.historyStart[row + 1] - start;
      float mean = 0;
      for (int j = 0; j < count; j++) {
        float da =
            Vectors.dot(dh, row * d, x, batch.historySlot[start + j] * d, d)
                + Vectors.dot(dh, row * d, positions.weights, j * d, d);
        slope[start + j] = da;
        mean += attention[start + j] * da;
      }
      Arrays.fill(dq, row * d, (row + 1) * d, 0);
      for (int j = 0; j < count; j++) {
        float s = attention[start + j] * (slope[start + j] - mean) * inverseRoot;
        slope[start + j] = s;
        Vectors.axpy(s, itemKeys, batch.historySlot[start + j] * d, dq, row * d, d);
        Vectors.axpy(s, positionKeys, j * d, dq, row * d, d);
      }
    }
  }

  @Override
  public void toItems(TwoTowerBatch batch, float[] dh, float[] dx, int from, int to) {
    int d = dimension;
    Matrices product = matrices.get();
    float[] keyGradient = new float[(to - from) * d];
    float[] latestGradient = new float[(to - from) * d];
    for (int slot = from; slot < to; slot++) {
      int own = (slot - from) * d;
      for (int i = batch.bySlotStart[slot]; i < batch.bySlotStart[slot + 1]; i++) {
        int entry = batch.bySlotEntry[i];
        int row = batch.bySlotRow[i];
        Vectors.axpy(attention[entry], dh, row * d, dx, slot * d, d);
        Vectors.axpy(slope[entry], q, row * d, keyGradient, own, d);
        if (entry == batch.historyStart[row]) {
          Vectors.axpy(1, dh, row * d, dx, slot * d, d);
          Vectors.axpy(1, dq, row * d, latestGradient, own, d);
        }
      }
    }
    View keys = View.rows(key.weights, 0, d).transposed();
    View queries = View.rows(query.weights, 0, d).transposed();
    int count = to - from;
    product.multiply(count, d, d, View.rows(keyGradient, 0, d), keys, dx, from * d, d, true);
    product.multiply(count, d, d, View.rows(latestGradient, 0, d), queries, dx, from * d, d, true);
    // The keys are no longer needed: their array is reused for their gradient.
    System.arraycopy(keyGradient, 0, itemKeys, from * d, keyGradient.length);
  }

  @Override
  public void update(TwoTowerBatch batch, float[] x, float[] dh) {
    int d = dimension;
    int places = positions.weights.length / d;
    float[] z = new float[batch.rows * d];
    float[] dp = new float[places * d];
    float[] dpKey = new float[places * d];
    float[] dpLatest = new float[d];
    for (int row = 0; row < batch.rows; row++) {
      int start = batch.historyStart[row];
      int count = batch.historyStart[row + 1] - start;
      for (int j = 0; j < count; j++) {
        Vectors.axpy(attention[start + j], dh, row * d, dp, j * d, d);
        Vectors.axpy(slope[start + j], q, row * d, dpKey, j * d, d);
      }
      if (count > 0) {
        Vectors.axpy(1, x, batch.historySlot[start] * d, z, row * d, d);
        Vectors.axpy(1, positions.weights, 0, z, row * d, d);
        Vectors.axpy(1, dh, row * d, dp, 0, d);
        Vectors.axpy(1, dq, row * d, dpLatest, 0, d);
      }
    }
    Matrices product = matrices.get();
    float[] queryGradient = new float[d * d];
    product.multiply(
        d,
        d,
        batch.rows,
        View.rows(z, 0, d).transposed(),
        View.rows(dq, 0, d),
        queryGradient,
        0,
        d,
        false);
    float[] keyGradient = new float[d * d];
    View allX = View.rows(x, 0, d).transposed();
    View allDk = View.rows(itemKeys, 0, d);
    product.multiply(d, d, batch.slots, allX, allDk, keyGradient, 0, d, false);
    View allP = View.rows(positions.weights, 0, d).transposed();
    View allDpKey = View.rows(dpKey, 0, d);
    product.multiply(d, d, places, allP, allDpKey, keyGradient, 0, d, true);
    View keys = View.rows(key.weights, 0, d).transposed();
    product.multiply(places, d, d, allDpKey, keys, dp, 0, d, true);
    View queries = View.rows(query.weights, 0, d).transposed();
    product.multiply(1, d, d, View.rows(dpLatest, 0, d), queries, dp, 0, d, true);
    positions.update(dp);
    query.update(queryGradient);
    key.update(keyGradient);
  }

  @Override
  public HistoryReading reading(TwoTowerSettings settings, boolean ordered) {
    return new HistoryReading(
        settings.architecture().history(),
        settings.architecture().halfLife(),
        positions.weights.clone(),
        query.weights.clone(),
        key.weights.clone());
  }
}
