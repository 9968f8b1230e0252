package dev.marquee.engine.models;

import com.fasterxml.jackson.annotation.JsonAlias;
import java.util.Map;

/// Fuses the ranked lists of several sources into one score per video: a weighted sum over the
/// sources. A source's part is the video's score above the lowest in its list, in standard
/// deviations, plus a small bonus for its rank.
///
///     fused(v) = Σ over sources that found v  weight · part(v)
///     part(v)  = (score(v) - lowest score) / deviation + (1 - rank / length) / 10
///
/// A source that did not find a video adds nothing: the video scores at most as high as the last
/// one found. Unlike in reciprocal rank fusion, a source with clear score differences counts for
/// more than one whose scores are nearly equal.
///
/// @param weights by source, at least 0; a source without one counts as 0
/// @param inverseTemperature β: e^(β · fused) is proportional to the chance that the viewer watches
///   the video, among the candidates; 0 where nothing was learned
public record Fusion(
    Map<String, Double> weights, @JsonAlias("sharpness") double inverseTemperature) {

  /// The rank bonus of the first place, in standard deviations.
  private static final double BY_RANK = 0.1;

  /// Without learned weights.
  public static final Fusion NONE = new Fusion(Map.of(), 0);

  public Fusion {
    weights = Map.copyOf(weights);
    weights.forEach(
        (source, weight) -> {
          if (!(weight >= 0 && Double.isFinite(weight))) {
            throw new IllegalArgumentException(
                "the weight of '%s' is %s, expected 0 or above".formatted(source, weight));
          }
        });
  }

  /// The part that a source adds for each video it found, before weighting.
  ///
  /// @param scores falling
  /// @param count number of scores
  /// @return a part per score, above 0 and falling, even if all scores are equal
  public static float[] parts(float[] scores, int count) {
    float[] parts = new float[count];
    if (count == 0) {
      return parts;
    }
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < count; i++) {
      sum += scores[i];
      squares += (double) scores[i] * scores[i];
    }
    double mean = sum / count;
    double deviation = Math.sqrt(Math.max(0, squares / count - mean * mean));
    float min = scores[count - 1];
    for (int i = 0; i < count; i++) {
      double above = deviation <= 1e-6 * Math.abs(mean) ? 0 : (scores[i] - min) / deviation;
      parts[i] = (float) (above + BY_RANK * (1 - (double) i / count));
    }
    return parts;
  }

  /// The weight of a source.
  public float weight(String source) {
    return weights.getOrDefault(source, 0.0).floatValue();
  }
}
