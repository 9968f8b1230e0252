package dev.marquee.engine.training.wideanddeep;

import dev.marquee.engine.models.wideanddeep.InputLayout;
import dev.marquee.engine.models.wideanddeep.WideAndDeep;
import dev.marquee.engine.models.wideanddeep.WideAndDeepModel;
import dev.marquee.engine.training.examples.Examples;
import java.util.Arrays;

/// Mean and inverse standard deviation of each dense feature.
record DenseScaling(float[] mean, float[] scale) {

  /// A feature drifts if its mean in the latest slice is more than this many standard deviations
  /// from its earlier mean. It would soon leave the range seen in training, so it is ignored.
  /// (Example: the video's age on KuaiRand-Pure, whose videos are all from a few weeks.)
  private static final double DRIFT = 0.8;

  /// The scaling of a model's networks.
  static DenseScaling of(WideAndDeepModel model) {
    WideAndDeep network = model.networks().getFirst();
    return new DenseScaling(network.mean(), network.scale());
  }

  /// @param cut index at which the latest slice begins
  static DenseScaling of(Examples examples, int[] usable, int cut) {
    Moments all = Moments.of(examples, usable);
    Moments early = Moments.of(examples, Arrays.copyOf(usable, cut));
    Moments late = Moments.of(examples, Arrays.copyOfRange(usable, cut, usable.length));
    float[] mean = new float[all.mean.length];
    float[] scale = new float[mean.length];
    for (int i = 0; i < mean.length; i++) {
      double deviation = Math.sqrt(all.variance[i]);
      double drift = Math.abs(late.mean[i] - early.mean[i]);
      mean[i] = (float) all.mean[i];
      // A feature constant so far is ignored: it must not dominate once it varies.
      boolean isUsed = all.variance[i] >= 1e-9 && !(drift > DRIFT * deviation);
      scale[i] = isUsed ? (float) (1 / deviation) : 0;
    }
    return new DenseScaling(mean, scale);
  }

  private record Moments(double[] mean, double[] variance) {

    static Moments of(Examples examples, int[] some) {
      int denseCount = InputLayout.ofRows().dense();
      double[] mean = new double[denseCount];
      double[] variance = new double[denseCount];
      for (int example : some) {
        float[] dense = examples.dense(example);
        int start = examples.denseStart(example);
        for (int i = 0; i < denseCount; i++) {
          double value = dense[start + i];
          mean[i] += value;
          variance[i] += value * value;
        }
      }
      for (int i = 0; i < denseCount; i++) {
        mean[i] /= some.length;
        variance[i] = variance[i] / some.length - mean[i] * mean[i];
      }
      return new Moments(mean, variance);
    }
  }
}
