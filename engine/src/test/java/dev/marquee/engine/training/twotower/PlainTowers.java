package dev.marquee.engine.training.twotower;

import dev.marquee.engine.math.CsrMatrix;
import dev.marquee.engine.training.network.AdagradTable;
import java.util.Map;
import java.util.TreeMap;

/// The loss of both towers over a batch in plain double arithmetic, written down from the formulas
/// alone: the oracle of [TwoTowerNetwork].
final class PlainTowers {

  final Map<String, double[]> weights = new TreeMap<>();
  private final TwoTowerData data;
  private final TwoTowerSettings settings;
  private final TwoTowerBatch batch;
  private final int d;

  PlainTowers(
      TwoTowerData data,
      TwoTowerSettings settings,
      TwoTowerBatch batch,
      Map<String, AdagradTable> tables) {
    this.data = data;
    this.settings = settings;
    this.batch = batch;
    this.d = settings.architecture().dimension();
    tables.forEach(
        (name, table) -> {
          double[] wide = new double[table.weights.length];
          for (int i = 0; i < wide.length; i++) {
            wide[i] = table.weights[i];
          }
          weights.put(name, wide);
        });
  }

  /// The sum over the batch's targets.
  double loss() {
    double loss = 0;
    for (int row = 0; row < batch.rows; row++) {
      double[] user = unit(query(row));
      double own = 0;
      double mass = 0;
      for (int slot = 0; slot < batch.candidates; slot++) {
        boolean target = slot == batch.target[row];
        double score = dot(user, unit(item(batch.item[slot]))) / settings.softmax().temperature();
        score += weights.get("bias")[batch.item[slot]];
        score += target ? batch.targetCorrection[slot] : batch.negativeCorrection[slot];
        if (target) {
          own = score;
        }
        mass += masked(row, slot) ? 0 : Math.exp(score);
      }
      loss += Math.log(mass) - own;
    }
    return loss;
  }

  private boolean masked(int row, int slot) {
    for (int i = batch.maskedStart[row]; i < batch.maskedStart[row + 1]; i++) {
      if (batch.masked[i] == slot) {
        return true;
      }
    }
    return false;
  }

  private double[] item(int item) {
    double[] x = new double[d];
    add(1, weights.get("items"), item, x);
    addFeatures(data.itemFeatures(), item, weights.get("item features"), x);
    addFeatures(data.neighbours(), item, weights.get("neighbours"), x);
    for (int i = 0; i < data.content().width(); i++) {
      add(
          data.content().vectors()[item * data.content().width() + i],
          weights.get("content"),
          i,
          x);
    }
    return x;
  }

  private double[] query(int row) {
    double[] history = settings.architecture().attention() ? attended(row) : pooled(row);
    double[] r = times(history, weights.get("map"));
    addFeatures(data.queryFeatures(), batch.positive[row], weights.get("query features"), r);
    return r;
  }

  private double[] pooled(int row) {
    double[] h = new double[d];
    for (int i = batch.historyStart[row]; i < batch.historyStart[row + 1]; i++) {
      double[] x = item(batch.item[batch.historySlot[i]]);
      for (int j = 0; j < d; j++) {
        h[j] += batch.historyWeight[i] * x[j];
      }
    }
    return h;
  }

  private double[] attended(int row) {
    int start = batch.historyStart[row];
    int count = batch.historyStart[row + 1] - start;
    double[] h = new double[d];
    if (count == 0) {
      return h;
    }
    double[][] z = new double[count][];
    for (int j = 0; j < count; j++) {
      z[j] = item(batch.item[batch.historySlot[start + j]]);
      add(1, weights.get("positions"), j, z[j]);
    }
    double[] q = times(z[0], weights.get("query"));
    double[] attention = new double[count];
    double mass = 0;
    for (int j = 0; j < count; j++) {
      attention[j] = Math.exp(dot(q, times(z[j], weights.get("key"))) / Math.sqrt(d));
      mass += attention[j];
    }
    for (int j = 0; j < count; j++) {
      for (int i = 0; i < d; i++) {
        h[i] += attention[j] / mass * z[j][i] + (j == 0 ? z[0][i] : 0);
      }
    }
    return h;
  }

  private void addFeatures(CsrMatrix features, int one, double[] table, double[] into) {
    for (int i = features.start(one); i < features.end(one); i++) {
      add(features.weights()[i], table, features.columnIndices()[i], into);
    }
  }

  private void add(double scale, double[] table, int row, double[] into) {
    for (int i = 0; i < d; i++) {
      into[i] += scale * table[row * d + i];
    }
  }

  private double[] times(double[] row, double[] matrix) {
    double[] product = new double[d];
    for (int i = 0; i < d; i++) {
      for (int j = 0; j < d; j++) {
        product[j] += row[i] * matrix[i * d + j];
      }
    }
    return product;
  }

  private static double[] unit(double[] vector) {
    double norm = Math.sqrt(dot(vector, vector)) + 1e-12;
    double[] unit = vector.clone();
    for (int i = 0; i < unit.length; i++) {
      unit[i] /= norm;
    }
    return unit;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
