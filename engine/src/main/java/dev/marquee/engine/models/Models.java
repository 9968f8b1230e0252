package dev.marquee.engine.models;

/// One training run's models, which are saved, promoted and served together.
public record Models(Manifest manifest, AlsModel als, RankerModel ranker) {

  public String version() {
    return manifest.version();
  }
}
