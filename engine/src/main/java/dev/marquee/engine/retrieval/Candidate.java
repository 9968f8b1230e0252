package dev.marquee.engine.retrieval;

import java.util.List;

/// A video that at least one source found.
///
/// @param video ordinal in the query's snapshot
/// @param found by whom, the most telling source first
/// @param score fused over the sources; orders candidates where no ranker runs
public record Candidate(int video, List<Found> found, float score) {

  /// One source's find.
  ///
  /// @param source its name
  /// @param label its text for people
  /// @param rank place in the source's list, from 0
  /// @param score in the source's own unit
  /// @param part what it adds to the fused score
  public record Found(String source, SourceLabel label, int rank, float score, float part) {}

  public List<String> sources() {
    return found.stream().map(Found::source).toList();
  }

  /// The reason shown to people: that of the first source in `found`, empty where there is none.
  ///
  /// @param country the viewer's, empty where unknown
  public String reason(String country) {
    return found.isEmpty() ? "" : found.getFirst().label().reasonIn(country);
  }
}
