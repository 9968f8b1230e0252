package dev.marquee.engine.reproduction;

import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// A kind of model that can be reproduced: what it goes by, what may be set about it, and how its
/// settings become a recipe.
///
/// @param meaning in a few words
/// @param recipe refuses values that cannot be with [IllegalArgumentException], before any fit
public record ModelFamily(
    String name,
    String meaning,
    List<ModelParameter> settings,
    Function<ModelParameters, Fitter> recipe) {

  /// The recipe with these settings, the others as they are initially.
  ///
  /// @throws IllegalArgumentException where a key is unknown or a value cannot be
  public Fitter with(Map<String, String> given, long seed, int threads) {
    return recipe.apply(settings(given, seed, threads));
  }

  /// All settings with their values, of which some are given.
  public Map<String, String> complete(Map<String, String> given) {
    return settings(given, 0, 1).values();
  }

  private ModelParameters settings(Map<String, String> given, long seed, int threads) {
    return ModelParameters.of("model '" + name + "'", settings, given, seed, threads);
  }
}
