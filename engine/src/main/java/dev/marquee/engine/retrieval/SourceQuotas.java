package dev.marquee.engine.retrieval;

import dev.marquee.engine.Doc;
import dev.marquee.engine.retrieval.Retrieval.Share;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// The number of candidates taken from each source, if it differs from what its [SourceKind]
/// declares.
public record SourceQuotas(
    @Doc(
            value = "the maximum number of candidates taken from the source; 0 disables it",
            unit = "candidates",
            key = "retrieval.quota")
        Map<String, Integer> bySource) {

  public SourceQuotas {
    bySource = Collections.unmodifiableMap(new LinkedHashMap<>(bySource));
    bySource.forEach(
        (source, quota) -> {
          if (quota < 0) {
            throw new IllegalArgumentException(
                "retrieval.quota.%s must be 0 or above, was %d".formatted(source, quota));
          }
        });
  }

  /// The quotas that the sources declare.
  public static SourceQuotas defaults() {
    return new SourceQuotas(Map.of());
  }

  int of(SourceKind kind) {
    return bySource.getOrDefault(kind.name(), kind.quota());
  }

  /// The quota before the first training: the share's own, unless a setting overrides it.
  int beforeTraining(SourceKind kind, Share share) {
    return of(kind) == kind.quota() ? share.quota() : of(kind);
  }
}
