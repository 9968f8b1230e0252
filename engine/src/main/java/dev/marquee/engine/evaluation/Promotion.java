package dev.marquee.engine.evaluation;

import dev.marquee.engine.evaluation.PromotionGate.Verdict;
import dev.marquee.engine.models.ModelStore;
import java.util.Optional;

/// The way of a saved version into production, through the gate.
///
/// @param gate reads the version's report
public record Promotion(ModelStore store, PromotionGate gate) {

  public Promotion(ModelStore store) {
    this(store, PromotionGate.defaults());
  }

  /// What the gate says of a version, which stays where it is.
  public Verdict judge(String version) {
    return gate.judge(store.quality(version), store.current());
  }

  /// Puts a version into production if the gate lets it through.
  public Verdict promote(String version) {
    Verdict verdict = judge(version);
    if (verdict.isPassed()) {
      store.promote(version);
    }
    return verdict;
  }

  /// Puts a version into production.
  ///
  /// @throws IllegalStateException where the gate does not let it through
  public void require(String version) {
    Optional<String> before = store.current();
    Verdict verdict = promote(version);
    if (!verdict.isPassed()) {
      throw new IllegalStateException(refusal(version, before, verdict));
    }
  }

  /// Why a version was refused, what is in production, and the ways out.
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
