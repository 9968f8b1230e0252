package dev.marquee.engine.retrieval;

import dev.marquee.engine.catalog.VideoTable;
import dev.marquee.engine.index.VectorIndexKind;
import dev.marquee.engine.index.ivf.IvfIndex;
import dev.marquee.engine.models.ModelSignals;
import dev.marquee.engine.models.RetrievalModels;
import dev.marquee.engine.retrieval.Retrieval.Share;
import java.util.Optional;
import java.util.function.Function;

/// A candidate source as it is declared, in one place: retrieval, the reasons that viewers read,
/// the weights before any training, evaluation's keys, the page's colours and the documentation
/// read it from here.
///
/// [dev.marquee.engine.retrieval.sources.Sources#ALL] has ours. One of your own is one more in the
/// list that a funnel is made of:
///
///     SourceKind.always("editors", SourceLabel.of("picked by our editors"), 50, 0.1, editorsPicks)
///
/// @param name in traces, metrics and the log
/// @param label its text for people
/// @param quota the most candidates taken from it once models serve; a setting may say otherwise
/// @param startWeight what it counts while no training has weighed the sources against each other;
///   ours add up to 1.1
/// @param opener makes the source over models
/// @param beforeTraining the source as it serves before there are models; empty where it needs them
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

  /// What a source may look things up in.
  ///
  /// @param models of one training run
  /// @param signals their scores, shared with the ranker
  /// @param videos a table that has every video of the models
  /// @param index finds vectors
  public record Learned(
      RetrievalModels models, ModelSignals signals, VideoTable videos, VectorIndexKind index) {

    /// With the index that is built in.
    public Learned(RetrievalModels models, ModelSignals signals, VideoTable videos) {
      this(models, signals, videos, IvfIndex.KIND);
    }
  }

  /// Makes a source; empty where the data have nothing for it to look things up in.
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

  /// A source that needs no models and serves before the first training, too.
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

  /// The same with another share of the feeds before the first training.
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
