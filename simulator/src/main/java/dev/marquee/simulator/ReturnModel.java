package dev.marquee.simulator;

import java.time.Duration;

/// Satisfaction and its effects: a viewer who finds good videos stays longer and returns sooner;
/// others leave and return later.
///
/// @param neutral the satisfaction at which a viewer visits at the usual rate; also the initial
///   value
/// @param memory weight of the old satisfaction after a new feed
/// @param pull increase of ln(visits per day) from zero to full satisfaction
/// @param anotherFeed P(requests another feed) after a feed without pleasure
/// @param anotherFeedIfPleased the same after a feed of full pleasure
/// @param sitting time after which the probability of continuing has fallen to 1/e
public record ReturnModel(
    double neutral,
    double memory,
    double pull,
    double anotherFeed,
    double anotherFeedIfPleased,
    Duration sitting) {

  public static ReturnModel defaults() {
    return new ReturnModel(0.35, 0.9, 1.6, 0.6, 0.9, Duration.ofMinutes(45));
  }

  /// The pleasure from one feed, from 0 to 1: watched shares weighted by quality, with diminishing
  /// returns.
  ///
  /// @param goodShares sum over the watched videos of watched share × worth
  public double pleasure(double goodShares) {
    return 1 - StrictMath.exp(-1.2 * goodShares);
  }

  /// The worth of a completely watched video of a quality.
  public double worth(double quality) {
    return 0.3 + 0.7 * quality;
  }

  public double satisfactionAfter(double satisfaction, double pleasure) {
    return memory * satisfaction + (1 - memory) * pleasure;
  }

  public double visitsPerDay(double usual, double satisfaction) {
    return usual * StrictMath.exp(pull * (satisfaction - neutral));
  }

  /// P(requests another feed in this session).
  public double pAnotherFeed(double pleasure, Duration spent) {
    double wish = anotherFeed + (anotherFeedIfPleased - anotherFeed) * pleasure;
    return wish * StrictMath.exp(-(double) spent.toMillis() / sitting.toMillis());
  }
}
