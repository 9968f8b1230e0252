package dev.marquee.simulator;

import java.util.random.RandomGenerator;

/// A point in the taste space. The dot product of a viewer's and a video's vector, both of length
/// 1, measures how well the video fits the viewer's taste: about 0.6 within a favourite topic,
/// about 0 elsewhere.
public final class LatentVector {

  private final double[] values;

  private LatentVector(double[] values) {
    this.values = values;
  }

  static LatentVector zero(int dimensions) {
    return new LatentVector(new double[dimensions]);
  }

  /// A vector of length 1 with a uniformly random direction.
  static LatentVector random(int dimensions, RandomGenerator random) {
    var values = new double[dimensions];
    for (int i = 0; i < dimensions; i++) {
      values[i] = random.nextGaussian();
    }
    return new LatentVector(values).unit();
  }

  public int dimensions() {
    return values.length;
  }

  public double get(int dimension) {
    return values[dimension];
  }

  public double dot(LatentVector other) {
    double sum = 0;
    for (int i = 0; i < values.length; i++) {
      sum += values[i] * other.values[i];
    }
    return sum;
  }

  LatentVector plus(double weight, LatentVector other) {
    var sum = values.clone();
    for (int i = 0; i < sum.length; i++) {
      sum[i] += weight * other.values[i];
    }
    return new LatentVector(sum);
  }

  /// The vector normalised to length 1.
  LatentVector unit() {
    double length = Math.sqrt(dot(this));
    return zero(values.length).plus(1 / length, this);
  }
}
