package dev.marquee.simulator;

/// P(click | seen): a logistic function of taste, lure and place.
///
/// Looking at a slot at all is [Device#keepsLooking]; what is left of position bias here is trust
/// in the top of a list.
///
/// @param base log-odds of an average video for an average viewer in the top slot
/// @param taste gain per unit of affinity
/// @param quality gain of the best over an average video: little can be seen before the click
/// @param clickbait gain of pure clickbait
/// @param language loss to a wholly foreign language
/// @param length loss per unit of `ln(duration / patience of the device)`
/// @param position loss per slot
/// @param fatigue loss for each earlier time the viewer saw the video and passed on
/// @param opened loss where the viewer opened it before
public record ClickModel(
    double base,
    double taste,
    double quality,
    double clickbait,
    double language,
    double length,
    double position,
    double fatigue,
    double opened) {

  public static ClickModel defaults() {
    return new ClickModel(-2.85, 3.0, 0.6, 2.0, 1.5, 0.4, 0.08, 0.5, 3.0);
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
            + taste * viewer.affinity(video)
            + video.appeal()
            + quality * (video.quality() - 0.5)
            + clickbait * video.clickbait()
            - language * viewer.languageBarrier(video)
            - length * device.impatience(video)
            - position * slot
            - fatigue * timesSeen
            - (openedBefore ? opened : 0);
    return 1 / (1 + StrictMath.exp(-logOdds));
  }
}
