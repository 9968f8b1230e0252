package dev.marquee.benchmarks;

import dev.marquee.simulator.Tally;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/// The results of each policy with each seed's audience, for paired comparison by seed.
///
/// @param days number of days counted
/// @param tallies by policy, one for each seed in the same order
record PolicyTallies(double days, Map<String, List<Tally>> tallies) {

  PolicyTallies(double days) {
    this(days, new LinkedHashMap<>());
  }

  void add(String policy, Tally tally) {
    tallies.computeIfAbsent(policy, name -> new ArrayList<>()).add(tally);
    System.err.printf(
        "%-26s %7.3f min, %.2f %% clicked, %.2f %% of the clicks completed%n",
        policy, minutes(tally), 100 * tally.clickRate(), 100 * tally.completionRate());
  }

  private double minutes(Tally tally) {
    return tally.watchSecondsPerUser() / 60 / days;
  }

  /// Minutes watched per viewer and day.
  SeedFigures minutes(String policy) {
    return of(policy, this::minutes);
  }

  /// Clicks per hundred impressions.
  SeedFigures clicked(String policy) {
    return of(policy, tally -> 100 * tally.clickRate());
  }

  /// Completed watches per hundred clicks.
  SeedFigures completed(String policy) {
    return of(policy, tally -> 100 * tally.completionRate());
  }

  private SeedFigures of(String policy, ToDoubleFunction<Tally> figure) {
    return new SeedFigures(tallies.get(policy).stream().mapToDouble(figure).toArray());
  }

  /// Prints the figures of all policies.
  void print() {
    System.out.printf(
        "%n%-26s %14s %14s %14s%n", "policy", "minutes", "% clicked", "% of clicks completed");
    tallies
        .keySet()
        .forEach(
            policy ->
                System.out.printf(
                    "%-26s %14s %14s %14s%n",
                    policy,
                    minutes(policy).written("%.2f"),
                    clicked(policy).written("%.2f"),
                    completed(policy).written("%.1f")));
  }

  /// Prints the paired differences of two policies by seed; nothing if one did not run.
  void printPaired(String policy, String other) {
    if (!tallies.containsKey(policy) || !tallies.containsKey(other)) {
      return;
    }
    System.out.printf(
        "%-54s %15s %15s %15s%n",
        policy + " less " + other,
        minutes(policy).minus(minutes(other)).signed("%.2f"),
        clicked(policy).minus(clicked(other)).signed("%.2f"),
        completed(policy).minus(completed(other)).signed("%.1f"));
  }
}
