package dev.marquee.engine.ranking;

import dev.marquee.engine.retrieval.Candidate;
import java.util.List;
import java.util.Optional;

/// A ranked video: what re-ranking orders, what is answered and what is logged.
///
/// @param candidate the video and who found it
/// @param prediction what a model said of it; empty where none ranked it
/// @param value what orders the list
/// @param propensity probability with which it stands in its place; 1 where no chance was taken
public record Slot(
    Candidate candidate, Optional<Prediction> prediction, float value, float propensity) {

  /// The propensity where no chance was taken.
  private static final float CERTAIN = 1;

  /// A video that a model ranked.
  public static Slot ranked(Candidate candidate, Prediction prediction, float value) {
    return new Slot(candidate, Optional.of(prediction), value, CERTAIN);
  }

  /// A video that no model ranked: in the order of retrieval, or to fill up a feed.
  public static Slot unranked(Candidate candidate, float value) {
    return new Slot(candidate, Optional.empty(), value, CERTAIN);
  }

  /// The video's ordinal in the query's snapshot.
  public int video() {
    return candidate.video();
  }

  /// Candidate sources that found it, the most telling first.
  public List<String> sources() {
    return candidate.sources();
  }

  /// P(click | shown); 0 where no model ranked it.
  public float pClick() {
    return prediction.map(Prediction::pClick).orElse(0f);
  }

  /// P(watched to completion | clicked); 0 where no model ranked it.
  public float pWatch() {
    return prediction.map(Prediction::pWatch).orElse(0f);
  }

  /// 64-bit digest of the feature row it was ranked with; 0 where no model ranked it.
  public long digest() {
    return prediction.map(Prediction::digest).orElse(0L);
  }
}
