package dev.marquee.engine.serving;

import dev.marquee.engine.Doc;

/// How many candidates are ranked, and when a smaller ranker takes over.
public record RankerChainSettings(
    @Doc("the maximum number of candidates that are ranked, the best of retrieval") int candidates,
    @Doc(
            "a ranker that has no time for this many is skipped for the next, faster one, so that"
                + " the feed is chosen from more videos than re-ranking takes")
        int enough,
    @Doc(
            value =
                "one in this many requests probes a ranker that is being skipped, so that its"
                    + " recovery is noticed",
            unit = "requests")
        int probeEvery) {

  public RankerChainSettings {
    if (candidates < 1 || enough < 0 || probeEvery < 1) {
      throw new IllegalArgumentException(
          "expected candidates >= 1, enough >= 0 and probeEvery >= 1, were %d, %d and %d"
              .formatted(candidates, enough, probeEvery));
    }
  }

  public static RankerChainSettings defaults() {
    return new RankerChainSettings(1_000, 300, 8);
  }
}
