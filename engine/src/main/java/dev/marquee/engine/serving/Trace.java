package dev.marquee.engine.serving;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.Map;

/// What each stage did with one request.
///
/// @param by what produced the feed; its components are inlined in JSON
/// @param sources candidates found, by source
/// @param stages videos left after each stage, in pipeline order
/// @param dropped number of dropped videos, by filter
/// @param failed error message, by part
/// @param breakers state of circuit breakers that are `open` (skipped) or `half-open` (probed)
/// @param millis time taken, by stage
public record Trace(
    @JsonUnwrapped By by,
    Map<String, Integer> sources,
    Map<String, Integer> stages,
    Map<String, Integer> dropped,
    Map<String, String> failed,
    Map<String, String> breakers,
    Map<String, Double> millis) {

  /// What produced a feed.
  ///
  /// @param arm experiment arm of the funnel
  /// @param models version of the models; empty if none ran
  /// @param snapshot number of the video snapshot that was read
  /// @param userPosition offset of the user's last known event; 0 for none
  public record By(String arm, String models, long snapshot, long userPosition) {}
}
