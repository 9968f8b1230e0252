package dev.marquee.engine.ranking;

import dev.marquee.engine.retrieval.Candidate;
import java.util.List;
import java.util.Optional;

/// A ranked video, as re-ranking orders it, the feed contains it and the log records it.
///
/// @param candidate the video and the sources that found it
/// @param prediction the model's prediction; empty if no model ranked it
/// @param value the value that orders the list
/// @param propensity probability of being shown in this place; 1 if the choice was not random
public record Slot(
    Candidate candidate, Optional<Prediction> prediction, float value, float propensity) {

  /// The propensity of a choice that was not random.
  private static final float CERTAIN = 1;

  /// A video that a model ranked.
  public static Slot ranked(Candidate candidate, Prediction prediction, float value) {
    return new Slot(candidate, Optional.of(prediction), value, CERTAIN);
  }

  /// A video that no model ranked: it keeps retrieval's order or fills up a feed.
  public static Slot unranked(Candidate candidate, float value) {
    return new Slot(candidate, Optional.empty(), value, CERTAIN);
  }

  /// The video's ordinal in the query's snapshot.
  public int video() {
    return candidate.video();
  }

  /// The candidate sources that found it; the first one contributes most to the fused score.
  public List<String> sources() {
    return candidate.sources();
  }

  /// P(click | shown); 0 if no model ranked it.
  public float pClick() {
    return prediction.map(Prediction::pClick).orElse(0f);
  }

  /// P(watched to completion | clicked); 0 if no model ranked it.
  public float pWatch() {
    return prediction.map(Prediction::pWatch).orElse(0f);
  }

  /// 64-bit digest of the feature row it was ranked with; 0 if no model ranked it.
  public long digest() {
    return prediction.map(Prediction::digest).orElse(0L);
  }
}
