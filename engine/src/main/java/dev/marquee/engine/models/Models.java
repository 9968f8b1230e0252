package dev.marquee.engine.models;

/// One training run's models, which are saved, promoted and served together.
///
/// @param retrieval finds candidates
/// @param fusion how much each source counts
/// @param ranker orders them
public record Models(
    Manifest manifest, RetrievalModels retrieval, Fusion fusion, RankerModel ranker) {

  public String version() {
    return manifest.version();
  }

  public AlsModel als() {
    return retrieval.als();
  }
}
