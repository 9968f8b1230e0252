package dev.marquee.engine.models;

import dev.marquee.engine.models.als.AlsModel;
import dev.marquee.engine.models.wideanddeep.WideAndDeepModel;
import java.util.Optional;

/// The models of one training run, saved, promoted and served together.
///
/// @param retrieval finds candidates
/// @param fusion the weight of each source
/// @param ranker orders them
/// @param student a distilled ranker, nearly as good in a third of the time; an imported ranker has
///   none
public record Models(
    Manifest manifest,
    RetrievalModels retrieval,
    Fusion fusion,
    RankerModel ranker,
    Optional<WideAndDeepModel> student) {

  public Models(Manifest manifest, RetrievalModels retrieval, Fusion fusion, RankerModel ranker) {
    this(manifest, retrieval, fusion, ranker, Optional.empty());
  }

  public String version() {
    return manifest.version();
  }

  public AlsModel als() {
    return retrieval.get(ModelKinds.ALS);
  }
}
