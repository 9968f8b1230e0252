package dev.marquee.engine.training.wideanddeep;

import static dev.marquee.testkit.Script.NOON;
import static dev.marquee.testkit.Script.PHONE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.marquee.engine.features.FeatureRows;
import dev.marquee.engine.models.wideanddeep.InputLayout;
import dev.marquee.engine.models.wideanddeep.WideAndDeep;
import dev.marquee.engine.models.wideanddeep.WideAndDeep.Shape;
import dev.marquee.engine.models.wideanddeep.WideAndDeepPass;
import dev.marquee.engine.state.Fold;
import dev.marquee.engine.state.FoldSettings;
import dev.marquee.engine.training.examples.Examples;
import dev.marquee.engine.training.wideanddeep.WideAndDeepNetwork.Batch;
import dev.marquee.testkit.Rankers;
import dev.marquee.testkit.Script;
import dev.marquee.testkit.Seed;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Against the loss in doubles, written down once more as plainly as it can be.
class WideAndDeepGradientsTest {

  private static final int EXAMPLES = 24;
  private static final double STEP = 1e-5;

  private final long seed;
  private final SplittableRandom random;
  private final Examples examples;
  private final int[] order = IntStream.range(0, EXAMPLES).toArray();
  private final float[] weights = new float[EXAMPLES];
  private final float[] positions = new float[52 * 2];

  /// pClick as it is, whatever weight is moved.
  private final double[] held = new double[EXAMPLES];

  private Targets targets;

  WideAndDeepGradientsTest(@Seed long seed) {
    this.seed = seed;
    this.random = new SplittableRandom(seed);
    this.examples = examples();
    this.targets = Targets.of(examples);
  }

  private Examples examples() {
    var script = new Script();
    var fold = new Fold(FoldSettings.defaults());
    // Goes on where the script erases ann near its end: the history must have something in it.
    for (int i = 1; i <= 1_500 || rows(fold, "ann", 0).history(0).length == 0; i++) {
      fold.apply(i, script.any(random));
    }
    var some = new Examples();
    for (int i = 0; i < EXAMPLES; i++) {
      String user = random.nextInt(4) == 0 ? "nobody" : "ann";
      int video = random.nextInt(fold.videos().size());
      FeatureRows rows = rows(fold, user, video);
      some.add(rows, 0, user, video, PHONE, NOON.toEpochMilli(), random.nextInt(3) - 1);
      if (random.nextInt(2) == 0) {
        some.click(i);
      }
      if (random.nextInt(3) == 0) {
        some.complete(i);
      }
    }
    return some;
  }

  private static FeatureRows rows(Fold fold, String user, int video) {
    return FeatureRows.build(fold.now(), fold.users().read(user), PHONE, NOON, new int[] {video});
  }

  @Test
  void theyAreTheSlopesOfTheLoss() {
    for (int i = 0; i < EXAMPLES; i++) {
      weights[i] = 1 + i % 3;
    }
    for (int i = 0; i < positions.length; i++) {
      positions[i] = (float) (0.3 * random.nextGaussian());
    }
    InputLayout layout = InputLayout.ofRows();
    for (boolean esmm : new boolean[] {true, false}) {
      for (Targets some : new Targets[] {Targets.of(examples), ofATeacher()}) {
        targets = some;
        check(new Shape(layout, 5, 3, new int[] {5, 4}, 3, true), esmm);
        check(new Shape(layout, 5, 4, new int[] {6}, 2, true), esmm);
        check(new Shape(layout, 5, 2, new int[] {7, 3}, 1, false), esmm);
      }
    }
  }

  private Targets ofATeacher() {
    float[] click = new float[EXAMPLES];
    float[] watch = new float[EXAMPLES];
    for (int i = 0; i < EXAMPLES; i++) {
      click[i] = (float) random.nextDouble();
      watch[i] = click[i] * (float) random.nextDouble();
    }
    return new Targets(click, watch);
  }

  private void check(Shape shape, boolean esmm) {
    WideAndDeep network = Rankers.random(random.nextLong(), 1, shape).networks().getFirst();
    var gradients = new WideAndDeepGradients(network, EXAMPLES);
    var batch = new Batch(examples, targets, order, weights, 0, EXAMPLES);
    gradients.compute(batch, 0, EXAMPLES, positions, esmm);
    double[][] parts = doubles(network.parts());
    for (int i = 0; i < EXAMPLES; i++) {
      held[i] = click(new Plain(network.shape(), parts).logits(i), i);
    }
    assertThat(gradients.loss()).isCloseTo(loss(network, parts, esmm), within(1e-3));

    float[][] found = gradients.gradients();
    // The parts after mean, scale and table are learned as a whole.
    float[][] whole = new float[parts.length][];
    whole[3] = found[0];
    whole[4] = found[1];
    whole[5] = found[2];
    System.arraycopy(found, 3, whole, 6, network.layers().length);
    whole[2] = tableGradient(network, gradients, batch);
    for (int part = 2; part < parts.length; part++) {
      for (int tried = 0; tried < 60 && parts[part].length > 0; tried++) {
        int at = random.nextInt(parts[part].length);
        double[] slopes = slopes(network, parts, part, at, esmm);
        double off = 2e-5 + 2e-3 * Math.max(Math.abs(slopes[0]), Math.abs(slopes[1]));
        assertThat((double) whole[part][at])
            .as("%s, esmm %s, part %d, element %d, seed %d", shape, esmm, part, at, seed)
            .isBetween(slopes[0] - off, slopes[1] + off);
      }
    }
  }

  private static float[] tableGradient(
      WideAndDeep network, WideAndDeepGradients gradients, Batch batch) {
    var uses = new BucketUses(network.shape());
    uses.collect(batch, EXAMPLES);
    int width = network.shape().bucketWidth();
    float[] table = new float[network.table().length];
    for (int i = 0; i < uses.buckets(); i++) {
      float[] gradient = new float[width];
      uses.addGradients(i, new WideAndDeepGradients[] {gradients}, EXAMPLES, gradient);
      System.arraycopy(gradient, 0, table, uses.bucket(i) * width, width);
    }
    return table;
  }

  /// On either side, the smaller first: where a unit is at the point of falling silent they differ.
  private double[] slopes(WideAndDeep network, double[][] parts, int part, int at, boolean esmm) {
    double here = loss(network, parts, esmm);
    double kept = parts[part][at];
    parts[part][at] = kept + STEP;
    double after = (loss(network, parts, esmm) - here) / STEP / EXAMPLES;
    parts[part][at] = kept - STEP;
    double before = (here - loss(network, parts, esmm)) / STEP / EXAMPLES;
    parts[part][at] = kept;
    return new double[] {Math.min(before, after), Math.max(before, after)};
  }

  private static double[][] doubles(float[][] parts) {
    double[][] doubles = new double[parts.length][];
    for (int i = 0; i < parts.length; i++) {
      doubles[i] = new double[parts[i].length];
      for (int k = 0; k < doubles[i].length; k++) {
        doubles[i][k] = parts[i][k];
      }
    }
    return doubles;
  }

  private double loss(WideAndDeep network, double[][] parts, boolean esmm) {
    double loss = 0;
    for (int example = 0; example < EXAMPLES; example++) {
      double[] logits = new Plain(network.shape(), parts).logits(example);
      int position = WideAndDeepNetwork.position(examples.position(example));
      double click = click(logits, example);
      double watch = 1 / (1 + Math.exp(-logits[1] - positions[position + 1]));
      double clicked = targets.click()[example];
      double completed = targets.watch()[example];
      double lost = entropy(click, clicked);
      if (esmm) {
        lost += entropy(held[example] * watch, completed);
      } else if (clicked > 0) {
        lost += clicked * entropy(watch, Math.min(1, completed / clicked));
      }
      loss += weights[example] * lost;
    }
    return loss;
  }

  private double click(double[] logits, int example) {
    int position = WideAndDeepNetwork.position(examples.position(example));
    return 1 / (1 + Math.exp(-logits[0] - positions[position]));
  }

  private static double entropy(double probability, double happened) {
    return -happened * Math.log(probability) - (1 - happened) * Math.log(1 - probability);
  }

  /// The network as its documentation says it.
  private final class Plain {

    private final Shape shape;
    private final double[][] parts;
    private final double[] wide = new double[2];
    private double[] x = {};

    Plain(Shape shape, double[][] parts) {
      this.shape = shape;
      this.parts = parts;
    }

    double[] logits(int example) {
      InputLayout layout = shape.layout();
      int[] hashed =
          Arrays.copyOfRange(
              examples.hashed(example), examples.hashedStart(example), examples.hashedEnd(example));
      int user = layout.fields();
      int video = user + examples.userAttributes(example);
      dense(layout.requestDense(), example);
      fields(layout.requestFields(), hashed);
      bag(Arrays.copyOfRange(hashed, user, video));
      fields(layout.videoFields(), hashed);
      bag(Arrays.copyOfRange(hashed, video, hashed.length));
      dense(layout.pairDense(), example);
      for (int[] crosses : new int[][] {layout.crosses().request(), layout.crosses().pair()}) {
        for (int cross : crosses) {
          embedding(hashed[cross], true);
        }
      }
      history(
          sum(hashed[layout.target()[0]], hashed[layout.target()[1]]), examples.history(example));
      double[] z = x;
      for (int layer = 0; layer < shape.hidden().length; layer++) {
        boolean isLast = layer == shape.hidden().length - 1;
        z = layer(z, parts[6 + layer], shape.outOf(layer));
        for (int i = 0; i < (isLast ? shape.experts() * shape.last() : z.length); i++) {
          z[i] = Math.max(0, z[i]);
        }
      }
      return heads(z);
    }

    private double[] heads(double[] z) {
      int width = shape.last();
      double[] logits = new double[2];
      for (int head = 0; head < 2; head++) {
        double[] gates = {1};
        if (shape.experts() > 1) {
          int at = shape.experts() * width + head * shape.experts();
          gates = softmax(Arrays.copyOfRange(z, at, at + shape.experts()));
        }
        logits[head] = wide[head] + parts[5][head * (width + 1) + width];
        for (int expert = 0; expert < shape.experts(); expert++) {
          for (int k = 0; k < width; k++) {
            logits[head] +=
                gates[expert] * z[expert * width + k] * parts[5][head * (width + 1) + k];
          }
        }
      }
      return logits;
    }

    private double[] layer(double[] in, double[] weights, int out) {
      double[] z = Arrays.copyOfRange(weights, in.length * out, (in.length + 1) * out);
      for (int i = 0; i < in.length; i++) {
        for (int k = 0; k < out; k++) {
          z[k] += in[i] * weights[i * out + k];
        }
      }
      return z;
    }

    private void append(double... more) {
      double[] longer = Arrays.copyOf(x, x.length + more.length);
      System.arraycopy(more, 0, longer, x.length, more.length);
      x = longer;
    }

    private void dense(int[] columns, int example) {
      for (int column : columns) {
        double value = examples.dense(example)[examples.denseStart(example) + column];
        value = Math.clamp((value - parts[0][column]) * parts[1][column], -5, 5);
        append(value);
        wide[0] += value * parts[3][column];
        wide[1] += value * parts[3][shape.layout().dense() + column];
      }
    }

    private double[] embedding(int hash, boolean countsWide) {
      int at = shape.bucket(hash) * shape.bucketWidth();
      if (countsWide) {
        wide[0] += parts[2][at];
        wide[1] += parts[2][at + 1];
      }
      return Arrays.copyOfRange(parts[2], at + 2, at + shape.bucketWidth());
    }

    private void fields(int[] of, int[] hashed) {
      for (int field : of) {
        append(embedding(hashed[field], true));
      }
    }

    private void bag(int[] hashes) {
      double[] mean = new double[shape.embedding()];
      for (int hash : hashes) {
        double[] one = embedding(hash, true);
        for (int k = 0; k < mean.length; k++) {
          mean[k] += one[k] / hashes.length;
        }
      }
      append(mean);
    }

    private double[] sum(int one, int other) {
      double[] sum = embedding(one, false);
      double[] more = embedding(other, false);
      for (int k = 0; k < sum.length; k++) {
        sum[k] += more[k];
      }
      return sum;
    }

    private void history(double[] target, int[] history) {
      int d = shape.embedding();
      int count = shape.attention() ? history.length / 2 : 0;
      double[] scores = new double[count];
      for (int i = 0; i < count; i++) {
        double[] key = sum(history[2 * i], history[2 * i + 1]);
        scores[i] = parts[4][i];
        for (int k = 0; k < d; k++) {
          scores[i] += target[k] * key[k] / Math.sqrt(d);
        }
      }
      double[] shares = softmax(scores);
      double[] both = new double[2 * d];
      for (int i = 0; i < count; i++) {
        double[] key = sum(history[2 * i], history[2 * i + 1]);
        for (int k = 0; k < d; k++) {
          both[k] += shares[i] * key[k];
        }
      }
      for (int k = 0; k < d; k++) {
        both[d + k] = both[k] * target[k];
      }
      append(both);
    }

    private static double[] softmax(double[] scores) {
      double[] shares = Arrays.stream(scores).map(Math::exp).toArray();
      double sum = Arrays.stream(shares).sum();
      return Arrays.stream(shares).map(share -> share / sum).toArray();
    }
  }

  @Test
  void thePassGivesTheLogitsOfThePlainNetwork() {
    var shape = new Shape(InputLayout.ofRows(), 6, 5, new int[] {8, 6}, 2, true);
    WideAndDeep network = Rankers.random(seed, 1, shape).networks().getFirst();
    var pass = new WideAndDeepPass(network, EXAMPLES);
    pass.forward(examples, order, 0, EXAMPLES);
    for (int example = 0; example < EXAMPLES; example++) {
      double[] logits = new Plain(shape, doubles(network.parts())).logits(example);
      assertThat((double) pass.logits[2 * example]).isCloseTo(logits[0], within(1e-4));
      assertThat((double) pass.logits[2 * example + 1]).isCloseTo(logits[1], within(1e-4));
    }
    assertThat(Arrays.stream(order).map(one -> examples.history(one).length).sum()).isPositive();
  }
}
