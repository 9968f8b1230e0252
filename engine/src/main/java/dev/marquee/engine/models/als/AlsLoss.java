package dev.marquee.engine.models.als;

import dev.marquee.engine.Doc;

/// The loss that implicit ALS minimises over user vectors `u` and item vectors `v`. Training and
/// fold-in must use the same one.
///
///     Σ over interactions  w (u·v - 1)²
///   + α0 Σ over all pairs  (u·v)²
///   + λ Σ over users  (interactions + α0 · items)^ν  |u|²
///   + λ Σ over items  (interactions + α0 · users)^ν  |v|²
///
/// Rendle, Krichene, Zhang and Koren, "Revisiting the Performance of iALS on Item Recommendation
/// Benchmarks" (2021), after Hu, Koren and Volinsky (2008).
public record AlsLoss(
    @Doc(
            "α0, the weight of an unobserved pair, where one interaction weighs `w`: above"
                + " 0; larger pulls unseen items to 0, smaller trusts the few positives")
        double unobservedWeight,
    @Doc("λ, how strongly vectors are pulled to zero: above 0") double regularisation,
    @Doc("ν: 0 regularises every row alike, 1 each row by how much was seen of it")
        double frequencyExponent) {

  public AlsLoss {
    positive("unobservedWeight", unobservedWeight);
    positive("regularisation", regularisation);
    if (!(frequencyExponent >= 0 && frequencyExponent <= 2)) {
      throw new IllegalArgumentException(
          "frequencyExponent must be in [0, 2], was " + frequencyExponent);
    }
  }

  /// The regularisation added to the diagonal of a row's system.
  ///
  /// @param interactions number of the row's interactions
  /// @param others number of rows on the other side: items for a user
  public double ridge(int interactions, int others) {
    return regularisation * Math.pow(interactions + unobservedWeight * others, frequencyExponent);
  }

  private static void positive(String name, double value) {
    if (!(value > 0 && Double.isFinite(value))) {
      throw new IllegalArgumentException(name + " must be above 0 and finite, was " + value);
    }
  }
}
