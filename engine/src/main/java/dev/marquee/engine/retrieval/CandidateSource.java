package dev.marquee.engine.retrieval;

/// One way to find videos for a viewer. Safe for use by many threads.
///
/// What it is called, how much it may say and what people are told of it stands in its
/// [SourceKind].
@FunctionalInterface
public interface CandidateSource {

  /// The best `k` eligible videos, the best first; fewer where there are no more, none where the
  /// source has nothing to say of this viewer.
  Scored find(Query query, int k);
}
