package dev.marquee.engine.models;

import com.fasterxml.jackson.annotation.JsonAlias;
import java.util.Map;

/// One score over the lists of several sources: the weighted sum of what each says, in its own
/// units of deviation above the end of its list, and a little for the place in it.
///
///     fused(v) = Σ over sources that found v  weight · part(v)
///     part(v)  = (score(v) - least score) / deviation + (1 - rank / length) / 10
///
/// A source that did not find a video only says that it is not better than the last that was found,
/// so it adds nothing. Unlike reciprocal ranks, a source that is sure counts for more than one
/// whose scores are all alike.
///
/// @param weights by source, at least 0; a source without one counts as 0
/// @param inverseTemperature β: e^(β · fused) is proportional to the chance that the viewer watches
///   the video, among the candidates; 0 where nothing was learned
public record Fusion(
    Map<String, Double> weights, @JsonAlias("sharpness") double inverseTemperature) {

  /// The bonus of the first place on top of its score, in deviations.
  private static final double BY_RANK = 0.1;

  /// Nothing was learned.
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

  /// What a source adds for each of its finds, before its weight.
  ///
  /// @param scores falling
  /// @param count how many of them there are
  /// @return one for each, above 0 and falling, also where all scores are equal
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
