package dev.marquee.simulator;

/// P(click | seen): a logistic function of taste, lure and position.
///
/// Whether a slot is looked at is decided by [Device#keepsLooking]; the position effect here is
/// only the trust in the top of a list.
///
/// @param base log-odds of an average video for an average viewer in the top slot
/// @param match how well the video fits the viewer
/// @param lure effect of what is visible of the video before the click
/// @param habituation effect of what the viewer has seen before
public record ClickModel(double base, Match match, Lure lure, Habituation habituation) {

  /// How well the video fits the viewer.
  ///
  /// @param taste gain per unit of affinity
  /// @param language loss for a wholly foreign language
  /// @param length loss per unit of `ln(duration / patience of the device)`
  public record Match(double taste, double language, double length) {}

  /// The effect of what is visible of a video before the click.
  ///
  /// @param quality gain of the best over an average video; small, because little of it is visible
  ///   before the click
  /// @param clickbait gain of pure clickbait
  public record Lure(double quality, double clickbait) {}

  /// The effect of what the viewer has seen before.
  ///
  /// @param position loss per slot
  /// @param fatigue loss for each earlier time the viewer saw the video and did not click
  /// @param opened loss if the viewer opened it before
  public record Habituation(double position, double fatigue, double opened) {}

  public static ClickModel defaults() {
    return new ClickModel(
        -2.85, new Match(3.0, 1.5, 0.4), new Lure(0.6, 2.0), new Habituation(0.08, 0.5, 3.0));
  }

  /// P(click | seen) of a video in the top slot that the viewer saw `timesSeen` times and never
  /// opened.
  public double pClick(Viewer viewer, Video video, Device device, int timesSeen) {
    return pClick(viewer, video, device, 0, timesSeen, false);
  }

  /// P(click | seen) of a video in any slot.
  ///
  /// @param timesSeen number of times the viewer saw the video before
  /// @param openedBefore whether the viewer opened it before
  public double pClick(
      Viewer viewer, Video video, Device device, int slot, int timesSeen, boolean openedBefore) {
    double logOdds =
        base
            + match.taste() * viewer.affinity(video)
            + video.appeal()
            + lure.quality() * (video.quality() - 0.5)
            + lure.clickbait() * video.clickbait()
            - match.language() * viewer.languageBarrier(video)
            - match.length() * device.impatience(video)
            - habituation.position() * slot
            - habituation.fatigue() * timesSeen
            - (openedBefore ? habituation.opened() : 0);
    return 1 / (1 + StrictMath.exp(-logOdds));
  }
}
