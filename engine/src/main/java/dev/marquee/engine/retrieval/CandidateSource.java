package dev.marquee.engine.retrieval;

/// One way to find videos for a viewer. Safe for use by many threads.
///
/// Its [SourceKind] declares its name, quota and display text.
@FunctionalInterface
public interface CandidateSource {

  /// Returns at most `k` eligible videos, the best first; none if the source knows nothing about
  /// this viewer.
  Scored find(Query query, int k);
}
