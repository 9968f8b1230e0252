package dev.marquee.engine.models.graph;

import dev.marquee.engine.Doc;

/// How [RandomWalk] walks.
public record RandomWalkSettings(
    @Doc(value = "the most steps taken for one history: the budget", unit = "steps") int steps,
    @Doc(
            "probability that a walk continues from where a step led instead of from the history"
                + " again: 0 stays next to the history, more reaches farther")
        double continuation,
    @Doc(
            "whether an item reached from several items of the history counts for more (Pixie's"
                + " multi-hit boost, (Σ √visits)²)")
        boolean boost,
    @Doc(
            value =
                "n_p: the walks of a history item end once this many items have `visits` visits"
                    + " from it; 0 for no early stop",
            unit = "items")
        int enough,
    @Doc(value = "n_v: see `enough`", unit = "visits") int visits,
    @Doc("weight of a watch relative to the one after it, above 0 and at most 1") float recency) {

  public RandomWalkSettings {
    if (steps < 1 || steps > 1 << 24) {
      throw new IllegalArgumentException("steps must be from 1 to 2^24, was " + steps);
    }
    if (!(continuation >= 0 && continuation < 1)) {
      throw new IllegalArgumentException(
          "continuation must be from 0 to less than 1, was " + continuation);
    }
    if (enough < 0 || visits < 1) {
      throw new IllegalArgumentException(
          "an early stop needs 0 or more items and 1 or more visits, was %d items at %d visits"
              .formatted(enough, visits));
    }
    if (!(recency > 0 && recency <= 1)) {
      throw new IllegalArgumentException("recency must be above 0 and at most 1, was " + recency);
    }
  }

  /// Without the boost: on Gowalla it takes recall away (`RandomWalkRecall`).
  public static RandomWalkSettings defaults() {
    return new RandomWalkSettings(20_000, 0, false, 300, 16, 1);
  }
}
