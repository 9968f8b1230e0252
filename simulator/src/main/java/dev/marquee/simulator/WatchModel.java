package dev.marquee.simulator;

import java.util.random.RandomGenerator;

/// Watched seconds of a clicked video: they increase with taste and quality, and decrease with
/// clickbait and length.
///
/// Enjoyment is the log-odds of watching to completion. A viewer who does not complete the video
/// stops at a share of `0.9 · U^x`, with U uniform on [0, 1] and x decreasing with enjoyment.
///
/// @param base enjoyment of an average video for an average viewer
/// @param taste gain per unit of affinity
/// @param quality gain of the best over an average video
/// @param clickbait loss for pure clickbait, which does not deliver what it promises
/// @param language loss for a wholly foreign language
/// @param length loss per unit of `ln(duration / patience of the device)`
public record WatchModel(
    double base, double taste, double quality, double clickbait, double language, double length) {

  /// The watched share that counts as completion.
  public static final double COMPLETION = 0.9;

  public static WatchModel defaults() {
    return new WatchModel(-1.3, 1.6, 2.5, 3.5, 1.0, 1.3);
  }

  /// P(watched to completion | clicked).
  public double pCompleted(Viewer viewer, Video video, Device device) {
    return share(odds(viewer, video, device));
  }

  double watchedSeconds(Viewer viewer, Video video, Device device, RandomGenerator random) {
    double odds = odds(viewer, video, device);
    double share =
        random.nextDouble() < share(odds)
            ? COMPLETION + (1 - COMPLETION) * random.nextDouble()
            : COMPLETION * StrictMath.pow(random.nextDouble(), haste(odds));
    return share * video.durationSeconds();
  }

  /// The expected watched seconds per click.
  public double expectedSeconds(Viewer viewer, Video video, Device device) {
    double odds = odds(viewer, video, device);
    double pCompleted = share(odds);
    double completed = COMPLETION + (1 - COMPLETION) / 2;
    double abandoned = COMPLETION / (1 + haste(odds));
    return (pCompleted * completed + (1 - pCompleted) * abandoned) * video.durationSeconds();
  }

  private double odds(Viewer viewer, Video video, Device device) {
    double enjoyment =
        base
            + taste * viewer.affinity(video)
            + quality * (video.quality() - 0.5)
            - clickbait * video.clickbait()
            - language * viewer.languageBarrier(video)
            - length * device.impatience(video);
    return StrictMath.exp(enjoyment);
  }

  private static double share(double odds) {
    return odds / (1 + odds);
  }

  /// The exponent x of the share at which viewers stop.
  private static double haste(double odds) {
    return 1.3 / odds;
  }
}
