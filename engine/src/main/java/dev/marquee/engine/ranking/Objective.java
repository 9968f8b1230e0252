package dev.marquee.engine.ranking;

import dev.marquee.engine.Doc;

/// Computes the value that orders a feed from the predictions: pClick^a × pWatch^b × duration^c ×
/// retrievalPrior^d.
///
/// pClick and pWatch are conditional on the video being shown. `retrievalPrior`, from retrieval's
/// fused score, is proportional to the probability that the viewer watches this one of all
/// candidates.
///
/// It can be changed without retraining. By default a completed watch of a long video is worth as
/// much as one of a short video; raise `durationWeight` if watch time matters.
public record Objective(
    @Doc("a, the exponent of pClick; 0 leaves clicks out") float clickWeight,
    @Doc("b, the exponent of pWatch; 0 leaves watching out, which rewards clickbait")
        float watchWeight,
    @Doc("c, the exponent of the duration; 0 counts completed watches, 1 the seconds in them")
        float durationWeight,
    @Doc("d, the exponent of the retrieval prior; 0 leaves retrieval's score out")
        float retrievalWeight) {

  public Objective {
    float sum = clickWeight + watchWeight;
    if (!(clickWeight >= 0 && watchWeight >= 0 && sum > 0 && Float.isFinite(sum))) {
      throw new IllegalArgumentException(
          "objective weights must be finite, at least 0 and not both 0, were %s and %s"
              .formatted(clickWeight, watchWeight));
    }
    if (!(durationWeight >= 0 && Float.isFinite(durationWeight))) {
      throw new IllegalArgumentException(
          "durationWeight must be finite and at least 0, was " + durationWeight);
    }
    if (!(retrievalWeight >= 0 && Float.isFinite(retrievalWeight))) {
      throw new IllegalArgumentException(
          "retrievalWeight must be finite and at least 0, was " + retrievalWeight);
    }
  }

  /// An objective without the duration (exponent 0) and with the full retrieval prior (exponent 1).
  public Objective(float clickWeight, float watchWeight) {
    this(clickWeight, watchWeight, 0, 1);
  }

  /// pClick × pWatch × retrievalPrior.
  public static Objective defaults() {
    return new Objective(1, 1);
  }

  /// The value of a video.
  ///
  /// @param durationSeconds 0 if unknown, which counts as one second
  /// @param retrievalPrior proportional to the probability that the viewer watches it, at most 1
  public float value(float pClick, float pWatch, double durationSeconds, float retrievalPrior) {
    return value(pClick, pWatch, durationSeconds) * power(retrievalPrior, retrievalWeight);
  }

  /// The value of a video without the retrieval prior.
  ///
  /// @param durationSeconds 0 if unknown, which counts as one second
  public float value(float pClick, float pWatch, double durationSeconds) {
    return value(pClick, pWatch) * power((float) Math.max(1, durationSeconds), durationWeight);
  }

  /// The value of a video without the duration and the retrieval prior.
  public float value(float pClick, float pWatch) {
    return power(pClick, clickWeight) * power(pWatch, watchWeight);
  }

  private static float power(float base, float exponent) {
    if (exponent == 1) {
      return base;
    }
    return exponent == 0 ? 1 : (float) Math.pow(base, exponent);
  }
}
