package dev.marquee.engine.training.wideanddeep;

import dev.marquee.engine.math.Hashing;
import dev.marquee.engine.math.Parallel;
import dev.marquee.engine.math.Vectors;
import dev.marquee.engine.models.wideanddeep.WideAndDeep;
import dev.marquee.engine.models.wideanddeep.WideAndDeep.Shape;
import dev.marquee.engine.training.examples.Examples;
import dev.marquee.engine.training.network.Parameters;
import java.util.Arrays;
import java.util.SplittableRandom;

/// One network in training. Per batch: gradients of chunks of rows in parallel, then one step of
/// every weight with a gradient.
///
/// Sums have a fixed order, so that the bits depend on the seed and not on the thread count.
final class WideAndDeepNetwork {

  /// Positions from here on share a weight.
  private static final int POSITIONS = 50;

  /// Rows per task.
  private static final int CHUNK = 128;

  /// Buckets per task.
  private static final int BUCKETS = 256;

  /// A batch of examples with their targets.
  ///
  /// @param order numbers of examples; the batch is a range of it
  /// @param weights weight of each example, by position in `order`; empty if all are equal
  record Batch(Examples examples, Targets targets, int[] order, float[] weights, int from, int to) {

    int size() {
      return to - from;
    }

    int example(int row) {
      return order[from + row];
    }

    float weight(int row) {
      return weights.length == 0 ? 1 : weights[from + row];
    }
  }

  final WideAndDeep network;

  /// Position bias: two weights per position, added to the logits in training only.
  final float[] positions = new float[(POSITIONS + 2) * WideAndDeep.HEADS];

  private final WideAndDeepSettings settings;
  private final Shape shape;
  private final Parallel parallel;
  private final WideAndDeepGradients[] chunks;
  private final BucketUses uses;
  private final Parameters table;
  private final Parameters[] dense;
  private final Parameters position;
  private final float[][] sums;
  private int steps;

  WideAndDeepNetwork(WideAndDeep network, WideAndDeepSettings settings) {
    this.network = network;
    this.settings = settings;
    this.shape = network.shape();
    this.parallel = new Parallel(settings.threads());
    this.chunks = new WideAndDeepGradients[Math.ceilDiv(settings.schedule().batchSize(), CHUNK)];
    for (int i = 0; i < chunks.length; i++) {
      chunks[i] =
          new WideAndDeepGradients(network, Math.min(CHUNK, settings.schedule().batchSize()));
    }
    this.uses = new BucketUses(shape);
    float[] rates = new float[shape.bucketWidth()];
    Arrays.fill(rates, (float) settings.optimisation().embeddingLearningRate());
    Arrays.fill(rates, 0, WideAndDeep.HEADS, (float) settings.optimisation().wideLearningRate());
    this.table =
        new Parameters(
            network.table(),
            rates,
            settings.optimisation().optimiser(),
            settings.optimisation().emaDecay());
    this.position = whole(positions, settings.optimisation().wideLearningRate());
    float[][] learned = WideAndDeepGradients.learned(network);
    this.dense = new Parameters[learned.length];
    this.sums = new float[learned.length][];
    for (int i = 0; i < learned.length; i++) {
      dense[i] = whole(learned[i], settings.optimisation().learningRate());
      sums[i] = new float[learned[i].length];
    }
  }

  private Parameters whole(float[] weights, double rate) {
    return Parameters.whole(
        weights, rate, settings.optimisation().optimiser(), settings.optimisation().emaDecay());
  }

  /// Draws initial weights: layers by He et al., "Delving Deep into Rectifiers", 2015; embeddings
  /// small; wide weights and outputs' biases zero.
  static void randomise(WideAndDeep network, long seed) {
    var random = new SplittableRandom(Hashing.mix(seed, 0x77d));
    Shape shape = network.shape();
    for (int i = 0; i < network.layers().length; i++) {
      double deviation = Math.sqrt(2.0 / shape.into(i));
      for (int at = 0; at < shape.into(i) * shape.outOf(i); at++) {
        network.layers()[i][at] = (float) (deviation * random.nextGaussian());
      }
    }
    float[] table = network.table();
    for (int at = 0; at < table.length; at += shape.bucketWidth()) {
      for (int k = WideAndDeep.HEADS; k < shape.bucketWidth(); k++) {
        table[at + k] = (float) (0.01 * random.nextGaussian());
      }
    }
    for (int head = 0; head < WideAndDeep.HEADS; head++) {
      for (int k = 0; k < shape.last(); k++) {
        network.outputs()[head * (shape.last() + 1) + k] = (float) (0.01 * random.nextGaussian());
      }
    }
  }

  /// Trains on a batch, and returns the sum of its losses before the step.
  ///
  /// @param esmm whether the watch head is trained through pClick × pWatch
  double learn(Batch batch, boolean esmm) throws InterruptedException {
    steps++;
    int chunkCount = Math.ceilDiv(batch.size(), CHUNK);
    // Which rows use which buckets is found in parallel with the gradients.
    parallel.overChunks(
        chunkCount + 1,
        1,
        (task, from, to) -> {
          if (task == 0) {
            uses.collect(batch, CHUNK);
          } else {
            int first = (task - 1) * CHUNK;
            int end = Math.min(batch.size(), first + CHUNK);
            chunks[task - 1].compute(batch, first, end, positions, esmm);
          }
        });
    float[] decays = Parameters.decays(steps);
    double loss = 0;
    for (int i = 0; i < chunkCount; i++) {
      loss += chunks[i].loss();
    }
    for (int part = 0; part < dense.length; part++) {
      float[] sum = sums[part];
      System.arraycopy(chunks[0].gradients()[part], 0, sum, 0, sum.length);
      for (int i = 1; i < chunkCount; i++) {
        Vectors.axpy(1, chunks[i].gradients()[part], 0, sum, 0, sum.length);
      }
      if (sum.length > 0) {
        dense[part].step(0, sum, 0, steps, decays);
      }
    }
    movePositions(batch, decays);
    moveTable(decays);
    return loss;
  }

  private void movePositions(Batch batch, float[] decays) {
    float[] gradient = new float[positions.length];
    for (int row = 0; row < batch.size(); row++) {
      int at = position(batch.examples().position(batch.example(row)));
      float[] of = chunks[row / CHUNK].logits();
      gradient[at] += of[2 * (row % CHUNK)];
      gradient[at + 1] += of[2 * (row % CHUNK) + 1];
    }
    position.step(0, gradient, 0, steps, decays);
  }

  private void moveTable(float[] decays) throws InterruptedException {
    int width = shape.bucketWidth();
    parallel.overChunks(
        uses.buckets(),
        BUCKETS,
        (chunk, from, to) -> {
          float[] gradient = new float[width];
          for (int i = from; i < to; i++) {
            int bucket = uses.bucket(i);
            Arrays.fill(gradient, 0);
            uses.addGradients(i, chunks, CHUNK, gradient);
            Vectors.axpy(
                (float) settings.optimisation().weightDecay(),
                table.weights,
                bucket * width,
                gradient,
                0,
                width);
            table.step(bucket, gradient, 0, steps, decays);
          }
        });
  }

  /// Offset of a position's weights.
  static int position(int position) {
    return WideAndDeep.HEADS * (Math.clamp(position, -1, POSITIONS) + 1);
  }

  /// The current network, with the mean position bias of some examples added to its output biases.
  WideAndDeep now(Examples examples, int[] of) {
    float[] averaged = position.averaged(steps);
    double[] effects = new double[WideAndDeep.HEADS];
    for (int example : of) {
      int at = position(examples.position(example));
      effects[0] += averaged[at];
      effects[1] += averaged[at + 1];
    }
    WideAndDeep copy = WideAndDeepGradients.with(network, table.averaged(steps), averages());
    for (int head = 0; head < WideAndDeep.HEADS && of.length > 0; head++) {
      copy.outputs()[head * (shape.last() + 1) + shape.last()] +=
          (float) (effects[head] / of.length);
    }
    return copy;
  }

  private float[][] averages() {
    float[][] averages = new float[dense.length][];
    for (int i = 0; i < averages.length; i++) {
      averages[i] = dense[i].averaged(steps);
    }
    return averages;
  }
}
