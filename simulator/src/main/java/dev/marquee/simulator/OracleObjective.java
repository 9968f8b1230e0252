package dev.marquee.simulator;

/// What an oracle wants of each impression.
public enum OracleObjective {
  /// Watched seconds, what the platform is measured by.
  WATCH_SECONDS,
  /// P(click) × P(watched to completion), what a ranker with perfect predictions would make of the
  /// engine's default objective.
  COMPLETIONS,
  /// P(click) alone, which clickbait wins.
  CLICKS;

  double value(World world, Viewer viewer, Video video, Device device, double pClick) {
    var watching = world.settings().behaviour().watching();
    return switch (this) {
      case WATCH_SECONDS -> pClick * watching.expectedSeconds(viewer, video, device);
      case COMPLETIONS -> pClick * watching.pCompleted(viewer, video, device);
      case CLICKS -> pClick;
    };
  }

  /// What the value cannot exceed.
  double ceiling(Video video, double pClick) {
    return switch (this) {
      case WATCH_SECONDS -> pClick * video.durationSeconds();
      case COMPLETIONS, CLICKS -> pClick;
    };
  }
}
