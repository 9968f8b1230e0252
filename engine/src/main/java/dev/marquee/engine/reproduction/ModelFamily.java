package dev.marquee.engine.reproduction;

import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// A kind of model that can be reproduced: its name, its parameters, and how to create a fitter
/// from them.
///
/// @param meaning a short description
/// @param recipe creates the fitter; rejects invalid values with [IllegalArgumentException], before
///   any fit
public record ModelFamily(
    String name,
    String meaning,
    List<ModelParameter> settings,
    Function<ModelParameters, Fitter> recipe) {

  /// The fitter with these settings and the defaults of the others.
  ///
  /// @throws IllegalArgumentException if a key is unknown or a value is invalid
  public Fitter with(Map<String, String> given, long seed, int threads) {
    return recipe.apply(settings(given, seed, threads));
  }

  /// All settings with their values: the given ones and defaults.
  public Map<String, String> complete(Map<String, String> given) {
    return settings(given, 0, 1).values();
  }

  private ModelParameters settings(Map<String, String> given, long seed, int threads) {
    return ModelParameters.of("model '" + name + "'", settings, given, seed, threads);
  }
}
