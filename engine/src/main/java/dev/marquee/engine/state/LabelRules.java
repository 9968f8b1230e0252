package dev.marquee.engine.state;

import dev.marquee.engine.events.Watch.Completion;

/// What counts as a positive watch and as a completed one; one definition for counters, histories
/// and labels.
///
/// @param positiveSeconds a clicked video watched for longer is a positive
/// @param shortSeconds a video shorter than this needs only `shortShare` of itself watched
/// @param shortShare see `shortSeconds`
/// @param completedShare watched share of the duration that completes a video
public record LabelRules(
    double positiveSeconds, double shortSeconds, double shortShare, double completedShare) {

  public LabelRules {
    if (!(completedShare > 0 && completedShare <= 1)) {
      throw new IllegalArgumentException(
          "completedShare must lie in (0, 1], was " + completedShare);
    }
  }

  /// Clicked and watched for more than 30 s, more than half for videos under a minute; completed at
  /// 90 %.
  public static LabelRules defaults() {
    return new LabelRules(30, 60, 0.5, 0.9);
  }

  /// Whether a watch is completed: the platform's word, else the watched share.
  ///
  /// @param durationSeconds 0 where unknown: never completed then, unless the platform says so
  public boolean completed(double watchedSeconds, double durationSeconds, Completion said) {
    return switch (said) {
      case COMPLETED -> true;
      case ABANDONED -> false;
      case UNSTATED -> durationSeconds > 0 && watchedSeconds >= completedShare * durationSeconds;
    };
  }

  /// Whether a clicked video's watch is a positive for retrieval. What the platform calls completed
  /// always is.
  public boolean positive(double watchedSeconds, double durationSeconds, Completion said) {
    if (said == Completion.COMPLETED) {
      return true;
    }
    return (durationSeconds > 0 && durationSeconds < shortSeconds)
        ? watchedSeconds > shortShare * durationSeconds
        : watchedSeconds > positiveSeconds;
  }
}
