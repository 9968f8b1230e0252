package dev.marquee.engine.state;

import dev.marquee.engine.Doc;
import dev.marquee.engine.events.Watch.Completion;

/// The definitions of a positive and of a completed watch, for counters, histories and labels.
public record LabelRules(
    @Doc(value = "a clicked video watched for longer is a positive", unit = "s")
        double positiveSeconds,
    @Doc(value = "for a video shorter than this the watched share below suffices", unit = "s")
        double shortSeconds,
    @Doc(value = "watched share that makes a short video a positive", unit = "share")
        double shortShare,
    @Doc(
            value = "watched share of the duration that completes a video, above 0 and at most 1",
            unit = "share")
        double completedShare) {

  public LabelRules {
    if (!(positiveSeconds >= 0 && shortSeconds >= 0)) {
      throw new IllegalArgumentException(
          "positiveSeconds and shortSeconds must be at least 0, were %s and %s"
              .formatted(positiveSeconds, shortSeconds));
    }
    if (!(shortShare >= 0 && shortShare <= 1)) {
      throw new IllegalArgumentException("shortShare must be from 0 to 1, was " + shortShare);
    }
    if (!(completedShare > 0 && completedShare <= 1)) {
      throw new IllegalArgumentException(
          "completedShare must lie in (0, 1], was " + completedShare);
    }
  }

  /// A positive is clicked and watched for more than 30 s, or more than half for videos under a
  /// minute; completed is 90 %.
  public static LabelRules defaults() {
    return new LabelRules(30, 60, 0.5, 0.9);
  }

  /// Whether a watch is completed: as the platform states, else by the watched share.
  ///
  /// @param durationSeconds 0 where unknown: never completed then, unless the platform says so
  public boolean completed(double watchedSeconds, double durationSeconds, Completion said) {
    return switch (said) {
      case COMPLETED -> true;
      case ABANDONED -> false;
      case UNSTATED -> durationSeconds > 0 && watchedSeconds >= completedShare * durationSeconds;
    };
  }

  /// Whether a clicked video's watch is a positive for retrieval. A watch that the platform states
  /// as completed always is.
  public boolean positive(double watchedSeconds, double durationSeconds, Completion said) {
    if (said == Completion.COMPLETED) {
      return true;
    }
    return (durationSeconds > 0 && durationSeconds < shortSeconds)
        ? watchedSeconds > shortShare * durationSeconds
        : watchedSeconds > positiveSeconds;
  }

  /// The watched share of a video, at most `max`; 0 where the duration is unknown.
  static float share(double watchedSeconds, double durationSeconds, float max) {
    return durationSeconds > 0 ? Math.min((float) (watchedSeconds / durationSeconds), max) : 0;
  }
}
