package dev.marquee.engine.features;

import static dev.marquee.engine.math.Logarithm.logit;

import dev.marquee.engine.features.Feature.Side;
import dev.marquee.engine.state.Affinities;
import dev.marquee.engine.state.CounterTable;
import dev.marquee.engine.state.Keys;
import dev.marquee.engine.state.UserState;
import it.unimi.dsi.fastutil.ints.Int2IntMap;

/// Writes rates of clicks and completions: log-odds of the smoothed rate minus the overall
/// log-odds, and the number of impressions.
final class Rates {

  /// Weight, in impressions, of the overall rate in a smoothed rate.
  private static final float PRIOR = 5;

  /// Weight, in impressions, of the constant prior in the overall rate.
  private static final float PLATFORM_PRIOR = 100;

  /// From this many rows on, a map of the viewer's affinities is faster than a scan for each row.
  private static final int ROWS_FOR_MAP = 8;

  private final RowWriter row;
  private final UserState user;

  /// Null for few rows.
  private final Int2IntMap affinities;

  private final float clickPrior;
  private final float completionPrior;
  private final float importedPrior;
  private final float clickOdds;
  private final float completionOdds;
  private final float importedOdds;

  Rates(RowInputs in, RowWriter row) {
    this.row = row;
    this.user = in.user;
    this.affinities = in.rows < ROWS_FOR_MAP ? null : in.user.affinities().slots();
    int all = in.counters.find(Keys.ALL);
    int imported = in.counters.find(Keys.HISTORY_ALL);
    this.clickPrior = everybody(in.counters, all, CounterTable.CLICKS, .3f);
    this.completionPrior = everybody(in.counters, all, CounterTable.COMPLETIONS, .2f);
    this.importedPrior = everybody(in.counters, imported, CounterTable.COMPLETIONS, .2f);
    this.clickOdds = logit(clickPrior);
    this.completionOdds = logit(completionPrior);
    this.importedOdds = logit(importedPrior);
  }

  private static float everybody(CounterTable counters, int all, int counter, float prior) {
    float hits = counters.count(all, counter);
    float shown = counters.count(all, CounterTable.IMPRESSIONS);
    return (hits + PLATFORM_PRIOR * prior) / (shown + PLATFORM_PRIOR);
  }

  /// Rates from global counters.
  void counted(Side side, String name, String of, CounterRows counted, int i) {
    smoothed(side, name, of, counted.impressions(i), counted.clicks(i), counted.completions(i));
  }

  /// Rates among the viewer's own impressions.
  ///
  /// @param key of [Affinities]
  void affinity(Side side, String name, String of, int key) {
    int slot = affinities == null ? user.affinities().find(key) : affinities.get(key);
    smoothed(
        side,
        name,
        of,
        user.affinities().count(slot, Affinities.IMPRESSIONS),
        user.affinities().count(slot, Affinities.CLICKS),
        user.affinities().count(slot, Affinities.COMPLETIONS));
  }

  void smoothed(Side side, String name, String of, float shown, float clicks, float completions) {
    row.logarithm(
        side,
        name,
        ": click rate",
        "log-odds of the smoothed rate of clicks among the impressions of %s, minus the overall"
            + " log-odds",
        of,
        odds(clicks, shown, clickPrior),
        clickOdds);
    row.logarithm(
        side,
        name,
        ": completion rate",
        "log-odds of the smoothed rate of completed watches among the impressions of %s, minus"
            + " the overall log-odds",
        of,
        odds(completions, shown, completionPrior),
        completionOdds);
    row.logarithm(side, name, ": shown", "ln(1 + impressions of %s)", of, 1 + shown, 0);
  }

  /// The rate in all viewers' imported histories.
  void countedImported(String name, String of, CounterRows counted, int i) {
    imported(Side.VIDEO, name, of, counted.impressions(i), counted.completions(i));
  }

  /// A rate in imported histories, which have no clicks.
  void imported(Side side, String name, String of, float shown, float completed) {
    row.logarithm(
        side,
        name,
        ": completion rate",
        "log-odds of the smoothed rate of completed watches among the impressions of %s in imported"
            + " histories, minus the overall log-odds",
        of,
        odds(completed, shown, importedPrior),
        importedOdds);
    row.logarithm(
        side, name, ": shown", "ln(1 + impressions of %s in imported histories)", of, 1 + shown, 0);
  }

  /// The odds of a smoothed rate.
  ///
  /// Hits may exceed impressions where clients report completions twice; the rate is then capped
  /// just below 1.
  private static float odds(float hits, float shown, float prior) {
    float rate = Math.min((hits + PRIOR * prior) / (shown + PRIOR), 0.999f);
    return rate / (1 - rate);
  }
}
