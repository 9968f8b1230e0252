package dev.marquee.engine.retrieval;

import dev.marquee.engine.catalog.VideoTable;
import dev.marquee.engine.index.VectorIndexKind;
import dev.marquee.engine.index.ivf.IvfIndex;
import dev.marquee.engine.models.ModelSignals;
import dev.marquee.engine.models.RetrievalModels;
import dev.marquee.engine.retrieval.Retrieval.Share;
import java.util.Optional;
import java.util.function.Function;

/// The declaration of a candidate source. Retrieval, the reasons shown to viewers, the weights
/// before any training, the keys in evaluations, the colours of the web page and the documentation
/// all read it.
///
/// [dev.marquee.engine.retrieval.sources.Sources#ALL] lists the built-in sources. To add one, pass
/// its declaration to the funnel:
///
///     SourceKind.always("editors", SourceLabel.of("picked by our editors"), 50, 0.1, editorsPicks)
///
/// @param name in traces, metrics and the log
/// @param label its display text
/// @param quota the maximum number of candidates taken from it once models serve; a setting can
///   override it
/// @param startWeight its weight in the fused score until training has learned the weights; those
///   of the built-in sources add up to 1.1
/// @param opener creates the source from models
/// @param beforeTraining the source as it serves before the first training; empty if it needs
///   models
public record SourceKind(
    String name,
    SourceLabel label,
    int quota,
    double startWeight,
    Opener opener,
    Optional<Share> beforeTraining) {

  public SourceKind {
    if (!name.matches("[a-z0-9]+(-[a-z0-9]+)*")) {
      throw new IllegalArgumentException(
          "a source's name is small letters, digits and hyphens, as 'my-source': was '%s'"
              .formatted(name));
    }
    if (quota < 1) {
      throw new IllegalArgumentException(
          "the quota of source '%s' must be at least 1, was %d".formatted(name, quota));
    }
    if (!(startWeight >= 0 && Double.isFinite(startWeight))) {
      throw new IllegalArgumentException(
          "the start weight of source '%s' must be 0 or above, was %s"
              .formatted(name, startWeight));
    }
  }

  /// What a source can use to find videos.
  ///
  /// @param models of one training run
  /// @param signals their scores, shared with the ranker
  /// @param videos a table that contains every video of the models
  /// @param index the kind of vector index to build
  public record Learned(
      RetrievalModels models, ModelSignals signals, VideoTable videos, VectorIndexKind index) {

    /// The same with the built-in vector index.
    public Learned(RetrievalModels models, ModelSignals signals, VideoTable videos) {
      this(models, signals, videos, IvfIndex.KIND);
    }
  }

  /// Creates a source; empty if the models and the catalog hold no data for it.
  @FunctionalInterface
  public interface Opener {

    Optional<CandidateSource> open(Learned learned);
  }

  /// A source that needs models.
  public static SourceKind learned(
      String name,
      SourceLabel label,
      int quota,
      double startWeight,
      Function<Learned, CandidateSource> opener) {
    return new SourceKind(
        name,
        label,
        quota,
        startWeight,
        learned -> Optional.of(opener.apply(learned)),
        Optional.empty());
  }

  /// A source that needs no models and also serves before the first training.
  public static SourceKind always(
      String name, SourceLabel label, int quota, double startWeight, CandidateSource source) {
    return new SourceKind(
        name,
        label,
        quota,
        startWeight,
        _ -> Optional.of(source),
        Optional.of(new Share(name, label, source, quota, (float) startWeight)));
  }

  /// The same with another quota and weight before the first training.
  public SourceKind beforeTraining(int otherQuota, float otherWeight) {
    return new SourceKind(
        name,
        label,
        quota,
        startWeight,
        opener,
        beforeTraining.map(
            share -> new Share(name, label, share.source(), otherQuota, otherWeight)));
  }
}
