package dev.marquee.engine.serving;

import dev.marquee.engine.ranking.Objective;
import dev.marquee.engine.reranking.RerankingSettings;
import dev.marquee.engine.retrieval.SourceQuotas;
import dev.marquee.engine.retrieval.sources.Sources;

/// What can be set of a funnel, stage by stage.
///
/// @param retrieval how much is taken from each source
/// @param ranking what predictions are worth
/// @param reranking the ranked list as a list
/// @param serving how requests are answered
public record FunnelSettings(
    SourceQuotas retrieval,
    Objective ranking,
    RerankingSettings reranking,
    ServingSettings serving) {

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
