package dev.marquee.simulator;

import java.time.Duration;

/// Satisfaction and what follows from it: a viewer who finds something good stays and returns
/// sooner, one who does not leaves and returns later.
///
/// @param neutral the satisfaction that leaves a viewer's usual rate of visits as it is, and with
///   which everybody starts
/// @param memory share of the old satisfaction that a new feed leaves
/// @param pull gain of log visits per day from no to full satisfaction
/// @param anotherFeed P(asks for another feed) after one without pleasure
/// @param anotherFeedIfPleased the same after one of full pleasure
/// @param sitting after this long the wish to continue has fallen to 1/e
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

  /// What one feed gave, from 0 to 1: watched shares, weighed by quality, with falling returns.
  ///
  /// @param goodShares sum over the watched videos of watched share × worth
  public double pleasure(double goodShares) {
    return 1 - StrictMath.exp(-1.2 * goodShares);
  }

  /// What a wholly watched video of that quality is worth.
  public double worth(double quality) {
    return 0.3 + 0.7 * quality;
  }

  public double satisfactionAfter(double satisfaction, double pleasure) {
    return memory * satisfaction + (1 - memory) * pleasure;
  }

  public double visitsPerDay(double usual, double satisfaction) {
    return usual * StrictMath.exp(pull * (satisfaction - neutral));
  }

  /// P(asks for another feed in this session).
  public double pAnotherFeed(double pleasure, Duration spent) {
    double wish = anotherFeed + (anotherFeedIfPleased - anotherFeed) * pleasure;
    return wish * StrictMath.exp(-(double) spent.toMillis() / sitting.toMillis());
  }
}
