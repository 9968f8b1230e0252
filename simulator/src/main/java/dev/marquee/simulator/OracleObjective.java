package dev.marquee.simulator;

/// What an oracle maximises for each impression.
public enum OracleObjective {
  /// Watched seconds, the metric of the platform.
  WATCH_SECONDS,
  /// P(click) × P(watched to completion): the engine's default objective with perfect predictions,
  /// without the retrieval prior.
  COMPLETIONS,
  /// P(click) alone, which favours clickbait.
  CLICKS;

  double value(World world, Viewer viewer, Video video, Device device, double pClick) {
    var watching = world.settings().behaviour().watching();
    return switch (this) {
      case WATCH_SECONDS -> pClick * watching.expectedSeconds(viewer, video, device);
      case COMPLETIONS -> pClick * watching.pCompleted(viewer, video, device);
      case CLICKS -> pClick;
    };
  }

  /// An upper bound of the value.
  double ceiling(Video video, double pClick) {
    return switch (this) {
      case WATCH_SECONDS -> pClick * video.durationSeconds();
      case COMPLETIONS, CLICKS -> pClick;
    };
  }
}
