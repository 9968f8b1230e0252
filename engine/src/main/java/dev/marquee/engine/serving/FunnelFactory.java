package dev.marquee.engine.serving;

import dev.marquee.engine.catalog.VideoTable;
import dev.marquee.engine.index.VectorIndexKind;
import dev.marquee.engine.index.ivf.IvfIndex;
import dev.marquee.engine.models.Fusion;
import dev.marquee.engine.models.ModelSignals;
import dev.marquee.engine.models.Models;
import dev.marquee.engine.models.RankerModel;
import dev.marquee.engine.models.RetrievalModels;
import dev.marquee.engine.ranking.ModelRanker;
import dev.marquee.engine.ranking.Objective;
import dev.marquee.engine.reranking.Filter;
import dev.marquee.engine.reranking.Filters;
import dev.marquee.engine.reranking.Reranker;
import dev.marquee.engine.retrieval.CircuitBreaker;
import dev.marquee.engine.retrieval.Retrieval;
import dev.marquee.engine.retrieval.SourceKind;
import dev.marquee.engine.retrieval.sources.Sources;
import java.util.ArrayList;
import java.util.List;

/// Everything of a funnel except the models. Makes the funnel that serves before the first
/// training, and one for each training run's models. Serving, training and evaluation use the same
/// factory.
///
/// @param sources the candidate sources, the fallback last
/// @param index the vector index of the sources that search vectors
/// @param filters additional filters, after the built-in ones
/// @param rerankers additional re-rankers, after the configured ones
public record FunnelFactory(
    List<SourceKind> sources,
    FunnelSettings settings,
    VectorIndexKind index,
    List<Filter> filters,
    List<Reranker> rerankers) {

  /// The only arm while there are no experiments.
  private static final String ARM = "default";

  public FunnelFactory {
    sources = List.copyOf(sources);
    filters = List.copyOf(filters);
    rerankers = List.copyOf(rerankers);
  }

  /// The built-in funnel with default settings.
  public static FunnelFactory defaults() {
    return of(FunnelSettings.defaults(), IvfIndex.KIND);
  }

  /// The built-in funnel with these settings.
  public static FunnelFactory of(FunnelSettings settings, VectorIndexKind index) {
    return new FunnelFactory(Sources.ALL, settings, index, List.of(), List.of());
  }

  /// The same with another objective.
  public FunnelFactory with(Objective other) {
    return new FunnelFactory(sources, settings.with(other), index, filters, rerankers);
  }

  /// The same with additional sources, filters and re-rankers.
  public FunnelFactory with(
      List<SourceKind> ownSources, List<Filter> ownFilters, List<Reranker> ownRerankers) {
    return new FunnelFactory(Sources.with(ownSources), settings, index, ownFilters, ownRerankers);
  }

  /// The funnel before any training: followed, popular, trending and fresh videos.
  public Funnel beforeTraining() {
    return funnel(Retrieval.beforeTraining(sources, settings.retrieval()), List.of());
  }

  /// The funnel of a training run.
  ///
  /// @param videos a table that contains every video of the models
  public Funnel over(Models models, VideoTable videos) {
    ModelSignals signals = ModelSignals.of(models.retrieval());
    Retrieval retrieval = retrieval(models.retrieval(), signals, videos, models.fusion());
    double inverseTemperature = retrieval.inverseTemperature();
    List<PacedRanker> rankers = new ArrayList<>();
    rankers.add(paced("ranker", models.ranker(), models, signals, inverseTemperature));
    models
        .student()
        .ifPresent(it -> rankers.add(paced("student", it, models, signals, inverseTemperature)));
    return funnel(retrieval, rankers);
  }

  /// Retrieval over models, with weights.
  ///
  /// @param fusion the learned weights, or [Fusion#NONE]
  public Retrieval retrieval(
      RetrievalModels models, ModelSignals signals, VideoTable videos, Fusion fusion) {
    var learned = new SourceKind.Learned(models, signals, videos, index);
    return Retrieval.of(sources, learned, settings.retrieval(), fusion);
  }

  private PacedRanker paced(
      String name,
      RankerModel model,
      Models models,
      ModelSignals signals,
      double inverseTemperature) {
    return new PacedRanker(
        name,
        new ModelRanker(models.version(), model, signals, settings.ranking(), inverseTemperature),
        new RankingPace(settings.serving().shares().ranking()),
        new CircuitBreaker(1, settings.serving().rankers().probeEvery()));
  }

  private Funnel funnel(Retrieval retrieval, List<PacedRanker> rankers) {
    List<Filter> allFilters = new ArrayList<>(Filters.defaults());
    allFilters.addAll(filters);
    List<Reranker> allRerankers = new ArrayList<>();
    allRerankers.add(settings.reranking().category());
    allRerankers.addAll(rerankers);
    return new Funnel(
        ARM,
        retrieval,
        new RankerChain(rankers, settings.serving().rankers()),
        settings.reranking().candidates(),
        allFilters,
        allRerankers,
        settings.serving().shares());
  }
}
