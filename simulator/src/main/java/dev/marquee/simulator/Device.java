package dev.marquee.simulator;

import java.util.Locale;

/// What a viewer watches on. It decides how far down a feed is looked at and how long a video may
/// be before it is given up.
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

  /// How much too long a video is: the logarithm of its length over what suits the device, below 0
  /// where it is shorter.
  public double impatience(Video video) {
    return video.logSeconds() - logPatience;
  }

  /// As events spell it.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
