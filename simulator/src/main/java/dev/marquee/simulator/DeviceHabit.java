package dev.marquee.simulator;

import java.util.random.RandomGenerator;

/// How often a viewer uses each device; television is used more in the evening.
///
/// @param phone relative weight of the device, as are the other components
public record DeviceHabit(double phone, double tv, double web, double tablet) {

  private static final int EVENING_FROM = 18;
  private static final double EVENING_TV = 2.5;

  static DeviceHabit random(RandomGenerator random) {
    return new DeviceHabit(
        weight(1.0, random), weight(0.35, random), weight(0.5, random), weight(0.15, random));
  }

  private static double weight(double typical, RandomGenerator random) {
    return typical * StrictMath.exp(1.2 * random.nextGaussian());
  }

  Device pick(int hour, RandomGenerator random) {
    double evening = hour >= EVENING_FROM ? tv * EVENING_TV : tv;
    double draw = random.nextDouble() * (phone + evening + web + tablet);
    if (draw < phone) {
      return Device.PHONE;
    }
    if (draw < phone + evening) {
      return Device.TV;
    }
    return draw < phone + evening + web ? Device.WEB : Device.TABLET;
  }

  /// The device used most often.
  public Device favourite() {
    double max = Math.max(Math.max(phone, tv), Math.max(web, tablet));
    if (phone == max) {
      return Device.PHONE;
    }
    if (tv == max) {
      return Device.TV;
    }
    return web == max ? Device.WEB : Device.TABLET;
  }
}
