package dev.marquee.engine.math;

/// Platt scaling: turns scores into probabilities, 1 / (1 + exp(-(slope · score + offset))), and
/// keeps their order.
///
/// Platt, "Probabilistic Outputs for Support Vector Machines" (1999), whose A and B are our -slope
/// and -offset, fitted as in Lin, Lin and Weng, "A Note on Platt's Probabilistic Outputs" (2007).
///
/// @param slope above 0
public record Platt(double slope, double offset) {

  /// The slope where a fit would reverse the order of the scores, or finds no information in them.
  public static final double MIN_SLOPE = 1e-6;

  private static final int MAX_ITERATIONS = 100;
  private static final double MIN_STEP = 1e-10;

  /// The gradient of the mean log loss at which the search ends.
  private static final double TOLERANCE = 1e-9;

  /// Added to the Hessian's diagonal, so that it is not singular where all scores are equal.
  private static final double RIDGE = 1e-12;

  public Platt {
    if (!(slope > 0 && Double.isFinite(slope) && Double.isFinite(offset))) {
      throw new IllegalArgumentException(
          "slope must be above 0 and both finite, were " + slope + " and " + offset);
    }
  }

  /// The best slope and offset for scores with known outcomes.
  ///
  /// Labels are smoothed as if one more of each kind had been seen (Platt's prior), so that few or
  /// one-sided outcomes give no certainty. Where higher scores have fewer positives the slope is
  /// [#MIN_SLOPE] and the offset gives the right mean: the order of the scores is never reversed.
  ///
  /// @throws IllegalArgumentException where there are no scores, or one is not finite
  public static Platt fit(float[] scores, boolean[] labels) {
    if (scores.length != labels.length || scores.length == 0) {
      throw new IllegalArgumentException(
          "calibration needs a label for each of at least 1 score, got %d scores and %d labels"
              .formatted(scores.length, labels.length));
    }
    for (int i = 0; i < scores.length; i++) {
      if (!Float.isFinite(scores[i])) {
        throw new IllegalArgumentException("score " + i + " is " + scores[i] + ", not finite");
      }
    }
    return new Fit(scores, labels).run();
  }

  /// The log odds of a score: strictly increasing.
  public double logit(double score) {
    return slope * score + offset;
  }

  /// The probability of a score: strictly increasing, up to the precision of `double` near 0 and 1.
  public double probability(double score) {
    return sigmoid(logit(score));
  }

  private static double sigmoid(double x) {
    return x >= 0 ? 1 / (1 + Math.exp(-x)) : Math.exp(x) / (1 + Math.exp(x));
  }

  /// Newton's method with backtracking on the mean log loss, which is convex in both unknowns.
  private static final class Fit {

    private final float[] scores;
    private final boolean[] labels;
    private final double positiveTarget;
    private final double negativeTarget;
    private final double meanTarget;
    private final double centre;
    private final double spread;

    private Fit(float[] scores, boolean[] labels) {
      this.scores = scores;
      this.labels = labels;
      long positives = 0;
      double sum = 0;
      for (int i = 0; i < scores.length; i++) {
        positives += labels[i] ? 1 : 0;
        sum += scores[i];
      }
      long negatives = scores.length - positives;
      this.positiveTarget = (positives + 1.0) / (positives + 2.0);
      this.negativeTarget = 1.0 / (negatives + 2.0);
      this.meanTarget = (positives * positiveTarget + negatives * negativeTarget) / scores.length;
      this.centre = sum / scores.length;
      double squares = 0;
      for (float score : scores) {
        squares += (score - centre) * (score - centre);
      }
      this.spread = squares > 0 ? Math.sqrt(squares / scores.length) : 1;
    }

    private Platt run() {
      // Scores are centred and scaled by their spread, so that both unknowns are of similar size.
      double a = 0;
      double b = Math.log(meanTarget / (1 - meanTarget));
      double loss = loss(a, b);
      for (int iteration = 0; iteration < MAX_ITERATIONS; iteration++) {
        double gradientA = 0;
        double gradientB = 0;
        double hessianAa = RIDGE;
        double hessianAb = 0;
        double hessianBb = RIDGE;
        for (int i = 0; i < scores.length; i++) {
          double x = standard(i);
          double p = sigmoid(a * x + b);
          double residual = (p - target(i)) / scores.length;
          double curvature = p * (1 - p) / scores.length;
          gradientA += x * residual;
          gradientB += residual;
          hessianAa += x * x * curvature;
          hessianAb += x * curvature;
          hessianBb += curvature;
        }
        if (Math.abs(gradientA) < TOLERANCE && Math.abs(gradientB) < TOLERANCE) {
          break;
        }
        double determinant = hessianAa * hessianBb - hessianAb * hessianAb;
        double stepA = -(hessianBb * gradientA - hessianAb * gradientB) / determinant;
        double stepB = -(hessianAa * gradientB - hessianAb * gradientA) / determinant;
        double descent = gradientA * stepA + gradientB * stepB;
        double size = 1;
        double tried = loss(a + stepA, b + stepB);
        while (size >= MIN_STEP && !(tried < loss + 1e-4 * size * descent)) {
          size /= 2;
          tried = loss(a + size * stepA, b + size * stepB);
        }
        if (size < MIN_STEP) {
          break; // no step improves the loss in double precision: this is the minimum
        }
        a += size * stepA;
        b += size * stepB;
        loss = tried;
      }
      double slope = a / spread;
      if (slope < MIN_SLOPE) {
        return new Platt(MIN_SLOPE, Math.log(meanTarget / (1 - meanTarget)) - MIN_SLOPE * centre);
      }
      return new Platt(slope, b - slope * centre);
    }

    private double loss(double a, double b) {
      double sum = 0;
      for (int i = 0; i < scores.length; i++) {
        double logit = a * standard(i) + b;
        // ln(1 + e^logit) - target · logit, without overflow on either side.
        sum += Math.max(logit, 0) + Math.log1p(Math.exp(-Math.abs(logit))) - target(i) * logit;
      }
      return sum / scores.length;
    }

    private double standard(int i) {
      return (scores[i] - centre) / spread;
    }

    private double target(int i) {
      return labels[i] ? positiveTarget : negativeTarget;
    }
  }
}
