package dev.marquee.simulator;

/// P(click | seen): a logistic function of taste, lure and place.
///
/// Looking at a slot at all is [Device#keepsLooking]; what is left of position bias here is trust
/// in the top of a list.
///
/// @param base log-odds of an average video for an average viewer in the top slot
/// @param match how the video meets the viewer
/// @param lure what can be seen of the video before the click
/// @param habituation what the viewer has seen before it
public record ClickModel(double base, Match match, Lure lure, Habituation habituation) {

  /// How the video meets the viewer.
  ///
  /// @param taste gain per unit of affinity
  /// @param language loss to a wholly foreign language
  /// @param length loss per unit of `ln(duration / patience of the device)`
  public record Match(double taste, double language, double length) {}

  /// What can be seen of a video before the click.
  ///
  /// @param quality gain of the best over an average video: little can be seen before the click
  /// @param clickbait gain of pure clickbait
  public record Lure(double quality, double clickbait) {}

  /// What the viewer has seen before.
  ///
  /// @param position loss per slot
  /// @param fatigue loss for each earlier time the viewer saw the video and passed on
  /// @param opened loss where the viewer opened it before
  public record Habituation(double position, double fatigue, double opened) {}

  public static ClickModel defaults() {
    return new ClickModel(
        -2.85, new Match(3.0, 1.5, 0.4), new Lure(0.6, 2.0), new Habituation(0.08, 0.5, 3.0));
  }

  /// Of a video in the top slot that the viewer saw that many times and never opened.
  public double pClick(Viewer viewer, Video video, Device device, int timesSeen) {
    return pClick(viewer, video, device, 0, timesSeen, false);
  }

  /// Of a video in any slot.
  ///
  /// @param timesSeen how often the viewer saw the video before
  /// @param openedBefore whether they opened it then
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
