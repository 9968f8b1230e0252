package dev.marquee.engine.serving;

import dev.marquee.engine.Doc;

/// How a request's time is divided among the stages of the funnel.
public record BudgetShares(
    @Doc(
            value = "share of the time limit after which sources that are not done are left out",
            unit = "share")
        double retrieval,
    @Doc(
            value =
                "share of the time left after retrieval that ranking may take; the rest is for"
                    + " re-ranking",
            unit = "share")
        double ranking) {

  public BudgetShares {
    if (!(retrieval > 0 && retrieval <= 1 && ranking > 0 && ranking <= 1)) {
      throw new IllegalArgumentException(
          "shares must be above 0 and at most 1, were %s and %s".formatted(retrieval, ranking));
    }
  }

  public static BudgetShares defaults() {
    return new BudgetShares(0.5, 0.8);
  }
}
