package dev.marquee.engine.serving;

import dev.marquee.engine.Doc;
import dev.marquee.engine.Doc.Effect;
import dev.marquee.engine.ranking.Objective;
import dev.marquee.engine.reranking.RerankingSettings;
import dev.marquee.engine.retrieval.SourceQuotas;
import dev.marquee.engine.retrieval.sources.Sources;

/// The settings of a funnel, stage by stage.
public record FunnelSettings(
    @Doc(value = "how many candidates each source gives", effect = Effect.NEXT_FEED)
        SourceQuotas retrieval,
    @Doc(
            value = "the objective: value = pClick^a × pWatch^b × duration^c × retrieval prior^d",
            effect = Effect.NEXT_FEED)
        Objective ranking,
    @Doc(value = "the ranked list as a list", effect = Effect.NEXT_FEED)
        RerankingSettings reranking,
    @Doc(value = "how requests are answered", effect = Effect.NEXT_FEED) ServingSettings serving) {

  public static FunnelSettings defaults() {
    return new FunnelSettings(
        Sources.quotas(),
        Objective.defaults(),
        RerankingSettings.defaults(),
        ServingSettings.defaults());
  }

  /// The same with another objective.
  public FunnelSettings with(Objective other) {
    return new FunnelSettings(retrieval, other, reranking, serving);
  }
}
