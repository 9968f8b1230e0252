package dev.marquee.engine.ranking;

/// The one place where predictions become the value that orders a feed: pClick^a × pWatch^b.
///
/// May be changed without training again.
///
/// @param clickWeight a; 0 leaves clicks out
/// @param watchWeight b; 0 leaves watching out, which rewards clickbait
public record Objective(float clickWeight, float watchWeight) {

  public Objective {
    float sum = clickWeight + watchWeight;
    if (!(clickWeight >= 0 && watchWeight >= 0 && sum > 0 && Float.isFinite(sum))) {
      throw new IllegalArgumentException(
          "objective weights must be finite, at least 0 and not both 0, were %s and %s"
              .formatted(clickWeight, watchWeight));
    }
  }

  /// pClick × pWatch: the probability that the video, once shown, is watched to completion.
  public static Objective defaults() {
    return new Objective(1, 1);
  }

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
