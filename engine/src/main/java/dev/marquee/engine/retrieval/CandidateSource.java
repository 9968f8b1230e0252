package dev.marquee.engine.retrieval;

/// One way to find videos for a viewer. Safe for use by many threads.
///
/// Its name, quota and text for people are in its [SourceKind].
@FunctionalInterface
public interface CandidateSource {

  /// The best `k` eligible videos, the best first; fewer where there are no more, none where the
  /// source knows nothing about this viewer.
  Scored find(Query query, int k);
}
