package dev.marquee.engine.retrieval;

import java.util.List;

/// A video that at least one source found.
///
/// @param video ordinal in the query's snapshot
/// @param found the sources that found it; the first one contributes most to the fused score
/// @param score the fused score; orders candidates if no ranker runs
public record Candidate(int video, List<Found> found, float score) {

  /// A video as one source found it.
  ///
  /// @param source its name
  /// @param label its display text
  /// @param rank place in the source's list, from 0
  /// @param score on the source's own scale
  /// @param part its contribution to the fused score
  public record Found(String source, SourceLabel label, int rank, float score, float part) {}

  public List<String> sources() {
    return found.stream().map(Found::source).toList();
  }

  /// The reason shown to viewers: that of the first source in `found`, empty if there is none.
  ///
  /// @param country the viewer's country; empty if unknown
  public String reason(String country) {
    return found.isEmpty() ? "" : found.getFirst().label().reasonIn(country);
  }
}
