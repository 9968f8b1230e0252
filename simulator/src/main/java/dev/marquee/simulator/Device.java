package dev.marquee.simulator;

import java.util.Locale;

/// A viewer's device. It determines how far down a feed the viewer looks and how long a video may
/// be before the viewer stops watching.
public enum Device {
  PHONE(0.94, 180),
  TV(0.89, 700),
  WEB(0.92, 360),
  TABLET(0.93, 400);

  private final double keepsLooking;
  private final double logPatience;

  Device(double keepsLooking, double patienceSeconds) {
    this.keepsLooking = keepsLooking;
    this.logPatience = StrictMath.log(patienceSeconds);
  }

  /// P(looks at the next slot | looked at this one).
  public double keepsLooking() {
    return keepsLooking;
  }

  /// The logarithm of the ratio of the video's length to the length that suits the device; below 0
  /// if the video is shorter.
  public double impatience(Video video) {
    return video.logSeconds() - logPatience;
  }

  /// The device's name in events.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
