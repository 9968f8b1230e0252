package dev.marquee.engine.training.wideanddeep;

import dev.marquee.engine.math.Platt;
import dev.marquee.engine.math.metrics.Calibration;
import java.util.Arrays;

/// The calibration of a head's probabilities, fitted on a slice; the identity if it does not
/// improve them.
///
/// @param ofAll fitted on the slice
/// @param ofFirstHalf fitted on its first half
record HeadCalibration(Platt ofAll, Platt ofFirstHalf) {

  /// Minimum relative reduction of the log loss for a calibration to be used.
  private static final double WORTH = 0.001;

  /// Fits the calibration of a head on a slice. It is used only if a calibration fitted on the
  /// first half improves the second half: a past bias need not persist.
  ///
  /// @param p the head's probabilities
  /// @param labels the outcomes that `times · p` predicts
  /// @param fitted the rows that a calibration is fitted on, in order
  static HeadCalibration of(float[] p, boolean[] labels, float[] times, int[] fitted) {
    int half = p.length / 2;
    int[] first = Arrays.stream(fitted).filter(row -> row < half).toArray();
    float[] late = Arrays.copyOfRange(p, half, p.length);
    float[] factor = Arrays.copyOfRange(times, half, p.length);
    boolean[] happened = Arrays.copyOfRange(labels, half, p.length);
    double before = Calibration.logLoss(times(factor, late), happened).orElse(0);
    Platt ofFirst = fit(p, labels, first);
    apply(ofFirst, late);
    double after = Calibration.logLoss(times(factor, late), happened).orElse(0);
    return after < (1 - WORTH) * before
        ? new HeadCalibration(fit(p, labels, fitted), ofFirst)
        : new HeadCalibration(new Platt(1, 0), new Platt(1, 0));
  }

  private static Platt fit(float[] p, boolean[] labels, int[] rows) {
    if (rows.length == 0) {
      return new Platt(1, 0);
    }
    float[] logits = logits(p);
    float[] scores = new float[rows.length];
    boolean[] outcomes = new boolean[rows.length];
    for (int i = 0; i < rows.length; i++) {
      scores[i] = logits[rows[i]];
      outcomes[i] = labels[rows[i]];
    }
    return Platt.fit(scores, outcomes);
  }

  static float[] times(float[] a, float[] b) {
    float[] product = new float[a.length];
    for (int i = 0; i < a.length; i++) {
      product[i] = a[i] * b[i];
    }
    return product;
  }

  private static float[] logits(float[] probabilities) {
    float[] logits = new float[probabilities.length];
    for (int i = 0; i < logits.length; i++) {
      double p = Math.clamp(probabilities[i], 1e-7, 1 - 1e-7);
      logits[i] = (float) Math.log(p / (1 - p));
    }
    return logits;
  }

  /// Calibrates probabilities in place.
  static void apply(Platt calibration, float[] probabilities) {
    float[] logits = logits(probabilities);
    for (int i = 0; i < logits.length; i++) {
      probabilities[i] = (float) calibration.probability(logits[i]);
    }
  }
}
