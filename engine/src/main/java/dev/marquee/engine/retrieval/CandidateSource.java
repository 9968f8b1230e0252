package dev.marquee.engine.retrieval;

/// One way to find videos for a viewer. Safe for use by many threads.
public interface CandidateSource {

  /// What the source is called in traces, reasons and metrics: `als`, `trending` …
  String name();

  /// The best `k` eligible videos, the best first; fewer where there are no more, none where the
  /// source has nothing to say of this viewer.
  Scored find(Query query, int k);
}
