package dev.marquee.engine.training.twotower;

import dev.marquee.engine.math.Matrices;
import dev.marquee.engine.math.Matrices.View;
import dev.marquee.engine.math.Parallel;
import dev.marquee.engine.math.Vectors;
import dev.marquee.engine.training.network.AdagradTable;
import dev.marquee.engine.training.network.EmbeddingBag;
import java.util.Arrays;
import java.util.SplittableRandom;

/// Both towers in training: forward and backward pass over one batch, with gradients derived by
/// hand.
///
///     x_i = E_i + Σ features of i  F_f + Σ neighbours of i  a_ij N_j + c_i C      an item's row
///     v_i = x_i / |x_i|
///     h   = encoded history of the rows before the target    [HistoryEncoder]
///     u   = r / |r| ,  r = h W + Σ request features G_g
///     s   = u · v_i / τ + b_i
///
/// The loss of a target is its cross-entropy among the batch's candidates, with logQ correction:
/// scores are corrected by the ln of the expected number of draws (Bengio and Senécal, "Adaptive
/// Importance Sampling", 2008; Yi et al., "Sampling-Bias-Corrected Neural Modeling", 2019; mixed
/// negatives: Yang et al., 2020).
///
/// Sums have a fixed order, so that the bits depend on the seed and not on the thread count.
final class TwoTowerNetwork {

  private static final int CHUNK = 256;

  /// Keeps the norm of a zero vector from dividing by zero.
  private static final float TINY = 1e-12f;

  final AdagradTable items;
  final EmbeddingBag itemFeatures;
  final EmbeddingBag neighbours;
  final EmbeddingBag queryFeatures;
  final AdagradTable map;
  final AdagradTable content;

  /// Bias (popularity) of each item, in logits.
  final AdagradTable bias;

  final HistoryEncoder encoder;

  private final TwoTowerData data;
  private final TwoTowerSettings settings;
  private final int d;
  private final Parallel parallel;

  /// By slot of the batch: rows, their gradients, unit vectors, norms, content.
  private final float[] x;

  private final float[] dx;
  private final float[] v;
  private final float[] xNorm;
  private final float[] biases;
  private final float[] contents;

  /// By row of the batch.
  private final float[] h;

  private final float[] dh;
  private final float[] u;
  private final float[] du;
  private final float[] uNorm;

  /// Rows × candidates: scores, then their gradients.
  private final float[] scores;

  private final int stride;
  private final double[] losses;
  private final ThreadLocal<Matrices> matrices = ThreadLocal.withInitial(Matrices::new);

  TwoTowerNetwork(TwoTowerData data, TwoTowerSettings settings) {
    this.data = data;
    this.settings = settings;
    this.d = settings.architecture().dimension();
    this.parallel = new Parallel(settings.threads());
    double rate = settings.optimisation().learningRate();
    int catalog = data.catalog();
    this.items = new AdagradTable(catalog, d, rate);
    this.itemFeatures =
        new EmbeddingBag(
            data.itemFeatures(), new AdagradTable(data.itemFeatures().columns(), d, rate));
    this.neighbours =
        new EmbeddingBag(data.neighbours(), new AdagradTable(data.neighbours().columns(), d, rate));
    this.queryFeatures =
        new EmbeddingBag(
            data.queryFeatures(),
            new AdagradTable(
                data.queryFeatures().columns(), d, settings.optimisation().momentRate() * rate));
    this.map = new AdagradTable(d, d, rate);
    this.content = new AdagradTable(data.content().width(), d, rate);
    this.bias = new AdagradTable(catalog, 1, rate);
    var random = new SplittableRandom(settings.seed());
    items.randomise(settings.optimisation().initialScale(), random);
    itemFeatures.table().randomise(settings.optimisation().initialScale(), random);
    neighbours.table().randomise(settings.optimisation().initialScale(), random);
    queryFeatures
        .table()
        .randomise(
            settings.optimisation().momentRate() * settings.optimisation().initialScale(), random);
    content.randomise(settings.optimisation().initialScale(), random);
    for (int i = 0; i < d; i++) {
      map.weights[i * d + i] = 1;
    }
    int rows = Math.min(settings.optimisation().batchSize(), data.items().length);
    int candidates = (int) Math.min(catalog, (long) rows + settings.softmax().negatives());
    this.encoder =
        settings.architecture().attention()
            ? new AttentiveHistory(settings, catalog, rows, random)
            : new PooledHistory(d);
    this.x = new float[catalog * d];
    this.dx = new float[catalog * d];
    this.v = new float[candidates * d];
    this.xNorm = new float[candidates];
    this.biases = new float[candidates];
    this.contents = new float[data.content().width() == 0 ? 0 : catalog * data.content().width()];
    this.h = new float[rows * d];
    this.dh = new float[rows * d];
    this.u = new float[rows * d];
    this.du = new float[rows * d];
    this.uNorm = new float[rows];
    // Rows with a power-of-two length would map to the same cache sets.
    this.stride = candidates + 16;
    this.scores = new float[rows * stride];
    this.losses = new double[Math.ceilDiv(rows, CHUNK)];
  }

  /// Trains on a batch and returns the mean loss of its targets.
  double learn(TwoTowerBatch batch) throws InterruptedException {
    double loss = gradients(batch);
    parallel.overChunks(
        batch.slots,
        CHUNK,
        (chunk, from, to) -> {
          for (int slot = from; slot < to; slot++) {
            int item = batch.item[slot];
            if (settings.optimisation().regularisation() > 0) {
              float weight = (float) settings.optimisation().regularisation();
              Vectors.axpy(weight, items.weights, item * d, dx, slot * d, d);
            }
            items.update(item, dx, slot * d);
          }
        });
    updateMap(batch);
    updateContent(batch);
    encoder.update(batch, x, dh);
    itemFeatures.update(
        batch.item, batch.slots, dx, settings.optimisation().regularisation(), parallel);
    neighbours.update(
        batch.item, batch.slots, dx, settings.optimisation().regularisation(), parallel);
    queryFeatures.update(
        batch.positive, batch.rows, du, settings.optimisation().regularisation(), parallel);
    return loss;
  }

  /// Computes the gradients of the batch's items, histories and request features; updates no
  /// weights.
  double gradients(TwoTowerBatch batch) throws InterruptedException {
    parallel.overChunks(batch.slots, CHUNK, (chunk, from, to) -> readItems(batch, from, to));
    parallel.overChunks(
        batch.rows,
        CHUNK,
        (chunk, from, to) -> {
          readQueries(batch, from, to);
          losses[chunk] = score(batch, from, to);
          backToHistories(batch, from, to);
        });
    parallel.overChunks(batch.slots, CHUNK, (chunk, from, to) -> backToItems(batch, from, to));
    double loss = 0;
    for (int chunk = 0; chunk < Math.ceilDiv(batch.rows, CHUNK); chunk++) {
      loss += losses[chunk];
    }
    return loss / batch.rows;
  }

  private void readItems(TwoTowerBatch batch, int from, int to) {
    int wide = data.content().width();
    for (int slot = from; slot < to; slot++) {
      int item = batch.item[slot];
      System.arraycopy(items.weights, item * d, x, slot * d, d);
      itemFeatures.addTo(item, x, slot * d);
      neighbours.addTo(item, x, slot * d);
      System.arraycopy(data.content().vectors(), item * wide, contents, slot * wide, wide);
    }
    if (wide > 0) {
      View left = View.rows(contents, from * wide, wide);
      View right = View.rows(content.weights, 0, d);
      matrices.get().multiply(to - from, d, wide, left, right, x, from * d, d, true);
    }
    for (int slot = from; slot < Math.min(to, batch.candidates); slot++) {
      xNorm[slot] = normalise(x, v, slot * d);
      biases[slot] = bias.weights[batch.item[slot]];
    }
    encoder.readItems(batch, x, from, to);
  }

  private float normalise(float[] from, float[] to, int offset) {
    float norm = (float) Math.sqrt(Vectors.squaredNorm(from, offset, d)) + TINY;
    System.arraycopy(from, offset, to, offset, d);
    Vectors.scale(1 / norm, to, offset, d);
    return norm;
  }

  private void readQueries(TwoTowerBatch batch, int from, int to) {
    encoder.forward(batch, x, h, from, to);
    for (int row = from; row < to; row++) {
      Arrays.fill(u, row * d, (row + 1) * d, 0);
      queryFeatures.addTo(batch.positive[row], u, row * d);
    }
    View left = View.rows(h, from * d, d);
    View right = View.rows(map.weights, 0, d);
    matrices.get().multiply(to - from, d, d, left, right, u, from * d, d, true);
    for (int row = from; row < to; row++) {
      uNorm[row] = normalise(u, u, row * d);
    }
  }

  /// Scores all candidates, then writes the gradients of the scores, and those of the users' unit
  /// vectors into `du`. Returns the sum of the losses.
  private double score(TwoTowerBatch batch, int from, int to) {
    int n = batch.candidates;
    int count = to - from;
    Matrices product = matrices.get();
    View users = View.rows(u, from * d, d);
    View candidates = View.rows(v, 0, d);
    product.multiply(
        count, n, d, users, candidates.transposed(), scores, from * stride, stride, false);
    double loss = 0;
    for (int row = from; row < to; row++) {
      loss += crossEntropy(batch, row);
    }
    View gradients = View.rows(scores, from * stride, stride);
    product.multiply(count, d, n, gradients, candidates, du, from * d, d, false);
    return loss;
  }

  private double crossEntropy(TwoTowerBatch batch, int row) {
    int n = batch.candidates;
    int start = row * stride;
    int target = start + batch.target[row];
    float inverse = (float) (1 / settings.softmax().temperature());
    Vectors.scale(inverse, scores, start, n);
    Vectors.axpy(1, biases, 0, scores, start, n);
    float own = scores[target] + batch.targetCorrection[batch.target[row]];
    Vectors.axpy(1, batch.negativeCorrection, 0, scores, start, n);
    scores[target] = own;
    for (int i = batch.maskedStart[row]; i < batch.maskedStart[row + 1]; i++) {
      scores[start + batch.masked[i]] = Float.NEGATIVE_INFINITY;
    }
    float max = Vectors.max(scores, start, n);
    Vectors.exp(scores, start, n, max);
    float sum = Vectors.sum(scores, start, n);
    Vectors.scale(inverse / sum, scores, start, n);
    scores[target] -= inverse;
    return Math.log(sum) - (own - max);
  }

  private void backToHistories(TwoTowerBatch batch, int from, int to) {
    for (int row = from; row < to; row++) {
      denormalise(u, uNorm[row], du, row * d);
    }
    View left = View.rows(du, from * d, d);
    View right = View.rows(map.weights, 0, d).transposed();
    matrices.get().multiply(to - from, d, d, left, right, dh, from * d, d, false);
    encoder.backward(batch, x, dh, from, to);
  }

  /// The gradient of a vector from that of the unit vector along it: (g - û (û·g)) / norm.
  private void denormalise(float[] unit, float norm, float[] gradient, int offset) {
    float along = Vectors.dot(unit, offset, gradient, offset, d);
    Vectors.axpy(-along, unit, offset, gradient, offset, d);
    Vectors.scale(1 / norm, gradient, offset, d);
  }

  private void backToItems(TwoTowerBatch batch, int from, int to) {
    int candidates = Math.max(from, Math.min(to, batch.candidates));
    if (from < candidates) {
      View left = View.rows(scores, from, stride).transposed();
      View right = View.rows(u, 0, d);
      matrices
          .get()
          .multiply(candidates - from, d, batch.rows, left, right, dx, from * d, d, false);
    }
    updateBiases(batch, from, candidates);
    for (int slot = from; slot < candidates; slot++) {
      denormalise(v, xNorm[slot], dx, slot * d);
    }
    Arrays.fill(dx, candidates * d, to * d, 0);
    encoder.toItems(batch, dh, dx, from, to);
  }

  private void updateBiases(TwoTowerBatch batch, int from, int to) {
    if (from < to) {
      float[] sums = new float[to - from];
      for (int row = 0; row < batch.rows; row++) {
        Vectors.axpy(
            (float) settings.softmax().temperature(),
            scores,
            row * stride + from,
            sums,
            0,
            to - from);
      }
      for (int slot = from; slot < to; slot++) {
        bias.update(batch.item[slot], sums, slot - from);
      }
    }
  }

  private void updateMap(TwoTowerBatch batch) {
    float[] gradient = new float[d * d];
    View left = View.rows(h, 0, d).transposed();
    View right = View.rows(du, 0, d);
    matrices.get().multiply(d, d, batch.rows, left, right, gradient, 0, d, false);
    map.update(gradient);
  }

  private void updateContent(TwoTowerBatch batch) {
    int wide = data.content().width();
    if (wide > 0) {
      float[] gradient = new float[wide * d];
      View left = View.rows(contents, 0, wide).transposed();
      View right = View.rows(dx, 0, d);
      matrices.get().multiply(wide, d, batch.slots, left, right, gradient, 0, d, false);
      content.update(gradient);
    }
  }

  /// τ b of all items.
  float[] biases() {
    float[] biases = bias.weights.clone();
    Vectors.scale((float) settings.softmax().temperature(), biases, 0, biases.length);
    return biases;
  }

  /// The current rows of all items, with their features and content.
  float[] rows() {
    float[] rows = items.weights.clone();
    for (int item = 0; item < data.catalog(); item++) {
      itemFeatures.addTo(item, rows, item * d);
      neighbours.addTo(item, rows, item * d);
      for (int i = 0; i < data.content().width(); i++) {
        float value = data.content().vectors()[item * data.content().width() + i];
        Vectors.axpy(value, content.weights, i * d, rows, item * d, d);
      }
    }
    return rows;
  }
}
