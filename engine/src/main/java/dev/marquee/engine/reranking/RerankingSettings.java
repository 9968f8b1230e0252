package dev.marquee.engine.reranking;

import dev.marquee.engine.Doc;

/// How the ranked list becomes a feed.
public record RerankingSettings(
    @Doc("the maximum number of ranked videos that pass the filters and enter re-ranking")
        int candidates,
    @Doc("limits how many neighbours in a feed share a category") CategoryCap category) {

  public RerankingSettings {
    if (candidates < 1) {
      throw new IllegalArgumentException("candidates must be at least 1, was " + candidates);
    }
  }

  public static RerankingSettings defaults() {
    return new RerankingSettings(200, new CategoryCap(4, 10));
  }
}
