package dev.marquee.engine.training;

import dev.marquee.engine.Progress;
import dev.marquee.engine.features.FeatureRows;
import dev.marquee.engine.math.Calibration;
import dev.marquee.engine.math.Hashing;
import dev.marquee.engine.math.Parallel;
import dev.marquee.engine.math.Platt;
import dev.marquee.engine.models.RankerModel;
import java.util.Arrays;
import java.util.SplittableRandom;

/// Trains the two heads of [RankerModel] by stochastic gradient descent with Adagrad steps (Duchi,
/// Hazan and Singer, JMLR 2011).
///
/// The click head learns from every impression, the watch head from the clicked ones. The latest
/// slice chooses the number of epochs and fits the calibration; then both heads learn once more
/// from all examples. One thread; the same seed gives the same bits.
public final class RankerTrainer {

  /// Positions from here on share a weight.
  private static final int POSITIONS = 50;

  private final RankerSettings settings;
  private final Progress progress;

  public RankerTrainer(RankerSettings settings, Progress progress) {
    this.settings = settings;
    this.progress = progress;
  }

  /// Learns from the examples of `usable`, which stand in order of time. Where all of them were
  /// clicked, as films are that somebody rated, the click head is a constant and watches decide.
  ///
  /// @throws IllegalArgumentException where there are too few examples of either outcome
  public RankerModel train(Examples examples, int[] usable) throws InterruptedException {
    requireBothOutcomes(examples, usable);
    int cut = usable.length - (int) (usable.length * settings.holdout());
    int[] early = Arrays.copyOf(usable, cut);
    int[] late = Arrays.copyOfRange(usable, cut, usable.length);
    Scaling scaling = Scaling.of(examples, usable);
    Label[] labels = {Label.CLICK, Label.WATCH};
    RankerModel.Head[] heads = new RankerModel.Head[labels.length];
    new Parallel(heads.length)
        .overChunks(
            heads.length,
            1,
            (head, from, to) ->
                heads[head] = head(examples, usable, early, late, scaling, labels[head]));
    return new RankerModel(scaling.mean, scaling.scale, settings.bits(), heads[0], heads[1]);
  }

  private static void requireBothOutcomes(Examples examples, int[] usable) {
    long clicks = Arrays.stream(usable).filter(examples::clicked).count();
    long completed = Arrays.stream(usable).filter(examples::completed).count();
    boolean watchesDiffer = completed > 0 && completed < clicks;
    if (clicks == 0 || (clicks == usable.length && !watchesDiffer)) {
      throw new IllegalArgumentException(
          ("%d examples with %d clicks: a ranker needs shown videos that were clicked and shown"
                  + " videos that were not; send impressions as well as clicks")
              .formatted(usable.length, clicks));
    }
  }

  /// What a head predicts.
  private enum Label {
    CLICK,
    WATCH;

    boolean of(Examples examples, int example) {
      return this == CLICK ? examples.clicked(example) : examples.completed(example);
    }

    int[] learnsFrom(Examples examples, int[] from) {
      return this == CLICK ? from : Arrays.stream(from).filter(examples::clicked).toArray();
    }
  }

  private RankerModel.Head head(
      Examples examples, int[] all, int[] early, int[] late, Scaling scaling, Label label) {
    int[] learn = label.learnsFrom(examples, early);
    int[] choose = label.learnsFrom(examples, late);
    if (label == Label.CLICK && Arrays.stream(all).allMatch(examples::clicked)) {
      return certain(all.length);
    }
    // Two heads would fill one bar: the click head, which has more to learn, tells for both.
    Progress told = label == Label.CLICK ? progress : Progress.NONE;
    Weights weights = new Weights(examples, scaling, label);
    double best = Double.POSITIVE_INFINITY;
    int epochs = 1;
    Platt calibration = new Platt(1, 0);
    for (int epoch = 1; epoch <= settings.epochs() && choose.length > 0; epoch++) {
      weights.learn(learn, epoch);
      float[] scores = weights.scores(choose);
      boolean[] labels = labels(examples, choose, label);
      Platt fitted = Platt.fit(scores, labels);
      double loss = loss(fitted, scores, labels);
      told.step("choosing the epochs of the ranker", epoch, settings.epochs());
      if (loss < best - 1e-5) {
        best = loss;
        epochs = epoch;
        calibration = fitted;
      } else if (epoch > epochs + 1) {
        break;
      }
    }
    int[] everything = label.learnsFrom(examples, all);
    Weights refitted = new Weights(examples, scaling, label);
    for (int epoch = 1; epoch <= epochs; epoch++) {
      refitted.learn(everything, epoch);
      told.step("training the ranker", epoch, epochs);
    }
    return refitted.head(everything, calibration);
  }

  /// A head that says the same of every row, near 1: as if one more example had been none.
  private RankerModel.Head certain(int examples) {
    return new RankerModel.Head(
        0,
        new float[FeatureRows.DENSE],
        new float[1 << settings.bits()],
        new Platt(Platt.MIN_SLOPE, Math.log(examples + 1.0)));
  }

  private static boolean[] labels(Examples examples, int[] of, Label label) {
    boolean[] labels = new boolean[of.length];
    for (int i = 0; i < of.length; i++) {
      labels[i] = label.of(examples, of[i]);
    }
    return labels;
  }

  private static double loss(Platt calibration, float[] scores, boolean[] labels) {
    float[] probabilities = new float[scores.length];
    for (int i = 0; i < scores.length; i++) {
      probabilities[i] = (float) calibration.probability(scores[i]);
    }
    return Calibration.logLoss(probabilities, labels).orElse(Double.POSITIVE_INFINITY);
  }

  private static int positionBucket(int position, int bits) {
    return RankerModel.bucket(
        (int) Hashing.mix(0x706f73, Math.clamp(position, -1, POSITIONS)), bits);
  }

  /// Mean and inverse deviation of each dense feature.
  @SuppressWarnings("ArrayRecordComponent") // Nobody compares two of them.
  private record Scaling(float[] mean, float[] scale) {

    static Scaling of(Examples examples, int[] usable) {
      double[] sum = new double[FeatureRows.DENSE];
      double[] squares = new double[FeatureRows.DENSE];
      for (int example : usable) {
        float[] dense = examples.dense(example);
        int start = examples.denseStart(example);
        for (int i = 0; i < sum.length; i++) {
          double value = dense[start + i];
          sum[i] += value;
          squares[i] += value * value;
        }
      }
      float[] mean = new float[sum.length];
      float[] scale = new float[sum.length];
      for (int i = 0; i < sum.length; i++) {
        double average = sum[i] / usable.length;
        double variance = squares[i] / usable.length - average * average;
        mean[i] = (float) average;
        // A feature that never varied says nothing yet: it must not shout when it first does.
        scale[i] = variance < 1e-9 ? 0 : (float) (1 / Math.sqrt(variance));
      }
      return new Scaling(mean, scale);
    }
  }

  /// The weights of one head and their Adagrad sums.
  private final class Weights {

    final Examples examples;
    final Scaling scaling;
    final Label label;
    final float[] dense = new float[FeatureRows.DENSE];
    final float[] denseSquares = new float[FeatureRows.DENSE];
    final float[] hashed = new float[1 << settings.bits()];
    final float[] hashedSquares = new float[1 << settings.bits()];
    final float[] row = new float[FeatureRows.DENSE];
    float bias;
    float biasSquares = 1;

    Weights(Examples examples, Scaling scaling, Label label) {
      this.examples = examples;
      this.scaling = scaling;
      this.label = label;
      Arrays.fill(denseSquares, 1);
      Arrays.fill(hashedSquares, 1);
    }

    /// One epoch in an order drawn from the seed.
    void learn(int[] from, int epoch) {
      int[] order = from.clone();
      SplittableRandom random = new SplittableRandom(Hashing.mix(settings.seed(), epoch));
      for (int i = order.length - 1; i > 0; i--) {
        int j = random.nextInt(i + 1);
        int swapped = order[i];
        order[i] = order[j];
        order[j] = swapped;
      }
      for (int example : order) {
        learn(example);
      }
    }

    private void learn(int example) {
      int position = positionBucket(examples.position(example), settings.bits());
      float score = score(example) + hashed[position];
      float gradient = (float) (1 / (1 + Math.exp(-score))) - (label.of(examples, example) ? 1 : 0);
      for (int i = 0; i < row.length; i++) {
        float g = gradient * row[i];
        denseSquares[i] += g * g;
        dense[i] -= settings.denseRate() * g / (float) Math.sqrt(denseSquares[i]);
      }
      int[] buckets = examples.hashed(example);
      for (int i = examples.hashedStart(example); i < examples.hashedEnd(example); i++) {
        step(RankerModel.bucket(buckets[i], settings.bits()), gradient);
      }
      step(position, gradient);
      biasSquares += gradient * gradient;
      bias -= settings.denseRate() * gradient / (float) Math.sqrt(biasSquares);
    }

    private void step(int bucket, float gradient) {
      float g = gradient + settings.shrinkage() * hashed[bucket];
      hashedSquares[bucket] += g * g;
      hashed[bucket] -= settings.hashedRate() * g / (float) Math.sqrt(hashedSquares[bucket]);
    }

    /// The score without the position; leaves the standardised features in `row`.
    private float score(int example) {
      float[] values = examples.dense(example);
      int start = examples.denseStart(example);
      float score = bias;
      for (int i = 0; i < row.length; i++) {
        row[i] = (values[start + i] - scaling.mean[i]) * scaling.scale[i];
        score += dense[i] * row[i];
      }
      int[] buckets = examples.hashed(example);
      for (int i = examples.hashedStart(example); i < examples.hashedEnd(example); i++) {
        score += hashed[RankerModel.bucket(buckets[i], settings.bits())];
      }
      return score;
    }

    /// Scores as serving will see them: with the mean effect of the position.
    float[] scores(int[] of) {
      float effect = positionEffect(of);
      float[] scores = new float[of.length];
      for (int i = 0; i < of.length; i++) {
        scores[i] = score(of[i]) + effect;
      }
      return scores;
    }

    private float positionEffect(int[] of) {
      double sum = 0;
      for (int example : of) {
        sum += hashed[positionBucket(examples.position(example), settings.bits())];
      }
      return of.length == 0 ? 0 : (float) (sum / of.length);
    }

    RankerModel.Head head(int[] learnedFrom, Platt calibration) {
      return new RankerModel.Head(bias + positionEffect(learnedFrom), dense, hashed, calibration);
    }
  }
}
