package dev.marquee.engine.serving;

import dev.marquee.engine.Doc;
import dev.marquee.engine.Request;
import java.time.Duration;

/// How requests are answered.
public record ServingSettings(
    @Doc(
            "time limit of a feed if the request names none; parts that are late are left out and"
                + " named")
        Duration budget,
    @Doc("how that time is divided among the stages") BudgetShares shares,
    @Doc("how many candidates are ranked, and by which ranker") RankerChainSettings rankers,
    @Doc(value = "feeds made before a funnel serves", effect = Doc.Effect.RESTART) WarmUp warmUp) {

  public ServingSettings {
    if (!budget.isPositive()) {
      throw new IllegalArgumentException("budget must be longer than zero, was " + budget);
    }
  }

  public static ServingSettings defaults() {
    return new ServingSettings(
        Request.BUDGET, BudgetShares.defaults(), RankerChainSettings.defaults(), WarmUp.defaults());
  }
}
