package dev.marquee.engine.serving;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.Map;

/// What each stage did with one request.
///
/// @param by what answered; its parts are inlined in JSON
/// @param sources candidates found, by source
/// @param stages videos left after each stage, in the order of the stages
/// @param dropped videos dropped, by filter
/// @param failed what went wrong, by part
/// @param breakers parts that are skipped (`open`) or being tried (`half-open`)
/// @param millis time taken, by stage
public record Trace(
    @JsonUnwrapped By by,
    Map<String, Integer> sources,
    Map<String, Integer> stages,
    Map<String, Integer> dropped,
    Map<String, String> failed,
    Map<String, String> breakers,
    Map<String, Double> millis) {

  /// What answered a request.
  ///
  /// @param arm experiment arm that picked the funnel
  /// @param models version of the models; empty where none ran
  /// @param snapshot number of the video snapshot that was read
  /// @param userPosition offset of the last of the user's events that was known; 0 for none
  public record By(String arm, String models, long snapshot, long userPosition) {}
}
