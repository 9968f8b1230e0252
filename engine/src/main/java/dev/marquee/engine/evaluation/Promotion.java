package dev.marquee.engine.evaluation;

import dev.marquee.engine.evaluation.PromotionGate.Verdict;
import dev.marquee.engine.models.ModelStore;
import java.util.Optional;

/// Promotes saved versions to production if they pass the gate.
///
/// @param gate reads the version's report
public record Promotion(ModelStore store, PromotionGate gate) {

  public Promotion(ModelStore store) {
    this(store, PromotionGate.defaults());
  }

  /// The gate's verdict on a version, without promoting it.
  public Verdict judge(String version) {
    return gate.judge(store.quality(version), store.manifest(version).metrics(), store.current());
  }

  /// Puts a version into production if it passes the gate.
  public Verdict promote(String version) {
    Verdict verdict = judge(version);
    if (verdict.isPassed()) {
      store.promote(version);
    }
    return verdict;
  }

  /// Puts a version into production.
  ///
  /// @throws IllegalStateException if it does not pass the gate
  public void require(String version) {
    Optional<String> before = store.current();
    Verdict verdict = promote(version);
    if (!verdict.isPassed()) {
      throw new IllegalStateException(refusal(version, before, verdict));
    }
  }

  /// Why a version was refused, what is in production, and how to proceed.
  public static String refusal(String version, Optional<String> inProduction, Verdict verdict) {
    return "version '%s' is not promoted, %s: %s; see 'marquee models report %s', train again, or 'marquee models promote %s --force'"
        .formatted(
            version,
            inProduction
                .map(it -> "'" + it + "' stays in production")
                .orElse("none is in production"),
            String.join("; ", verdict.failures()),
            version,
            version);
  }
}
