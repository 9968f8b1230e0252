package dev.marquee.engine.state;

/// How many outcomes were attributed to impressions.
///
/// @param outcomes clicks and watches
/// @param unattributed those of them without an impression before them in the log: a search, a
///   link, a client that reports no impressions, or a log in the wrong order
/// @param clicked impressions with a click
/// @param clickedBefore impressions whose click comes before them in the log although it is the
///   later of the two: the click is lost to rates and labels
public record AttributionCounts(
    long outcomes, long unattributed, long clicked, long clickedBefore) {

  /// The share of the clicks of impressions that is lost by the order of the log; 0 without clicks.
  public double lostClicks() {
    long all = clicked + clickedBefore;
    return all == 0 ? 0 : (double) clickedBefore / all;
  }

  /// The share of outcomes without an impression; 0 without outcomes.
  public double unattributedShare() {
    return outcomes == 0 ? 0 : (double) unattributed / outcomes;
  }
}
