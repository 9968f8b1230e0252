package dev.marquee.engine.retrieval;

import dev.marquee.engine.retrieval.Retrieval.Share;
import java.util.Map;

/// How many candidates are taken from each source, where that is not what its [SourceKind]
/// declares.
///
/// @param bySource the most candidates, by the source's name; 0 leaves the source out
public record SourceQuotas(Map<String, Integer> bySource) {

  public SourceQuotas {
    bySource = Map.copyOf(bySource);
    bySource.forEach(
        (source, quota) -> {
          if (quota < 0) {
            throw new IllegalArgumentException(
                "retrieval.%s.quota must be 0 or above, was %d".formatted(source, quota));
          }
        });
  }

  /// What each source declares.
  public static SourceQuotas defaults() {
    return new SourceQuotas(Map.of());
  }

  int of(SourceKind kind) {
    return bySource.getOrDefault(kind.name(), kind.quota());
  }

  /// Before the first training: what the share says, unless somebody set another quota.
  int beforeTraining(SourceKind kind, Share share) {
    return of(kind) == kind.quota() ? share.quota() : of(kind);
  }
}
