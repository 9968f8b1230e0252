package dev.marquee.engine.reproduction;

import dev.marquee.engine.DidYouMean;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Parameter values by key, given or default, and the parameters that every model has.
public final class ModelParameters {

  private final Map<String, String> values;
  private final long seed;
  private final int threads;

  private ModelParameters(Map<String, String> values, long seed, int threads) {
    this.values = values;
    this.seed = seed;
    this.threads = threads;
  }

  /// Combines given parameters with defaults.
  ///
  /// @param whose the model's name in error messages
  /// @param seed of the model's random numbers
  /// @param threads number of threads for fitting
  /// @throws IllegalArgumentException if a given setting does not exist
  public static ModelParameters of(
      String whose, List<ModelParameter> all, Map<String, String> given, long seed, int threads) {
    Map<String, String> values = new LinkedHashMap<>();
    for (ModelParameter setting : all) {
      values.put(setting.key(), setting.initial());
    }
    given.forEach(
        (key, value) -> {
          if (values.replace(key, value) == null) {
            throw new IllegalArgumentException(
                values.isEmpty()
                    ? "%s has no setting '%s', nor any other".formatted(whose, key)
                    : "%s has no setting '%s', expected %s"
                        .formatted(whose, key, DidYouMean.among(values.keySet(), key)));
          }
        });
    return new ModelParameters(values, seed, threads);
  }

  /// All values as text, by key, in the family's order.
  public Map<String, String> values() {
    return Collections.unmodifiableMap(values);
  }

  public long seed() {
    return seed;
  }

  public int threads() {
    return threads;
  }

  public int integer(String key) {
    return parsed(key, Integer::valueOf, "a whole number");
  }

  public double number(String key) {
    return parsed(key, Double::valueOf, "a number");
  }

  public boolean flag(String key) {
    return parsed(
        key,
        text ->
            switch (text) {
              case "true" -> true;
              case "false" -> false;
              default -> throw new IllegalArgumentException(text);
            },
        "true or false");
  }

  public <E extends Enum<E>> E choice(String key, Class<E> type) {
    E[] constants = type.getEnumConstants();
    String all =
        Arrays.stream(constants).map(ModelParameter::text).collect(Collectors.joining(", "));
    return parsed(
        key,
        text ->
            Arrays.stream(constants)
                .filter(constant -> ModelParameter.text(constant).equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(text)),
        "one of " + all);
  }

  private <T> T parsed(String key, Function<String, T> parser, String expected) {
    String text = values.get(key);
    try {
      return parser.apply(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "setting '%s' is '%s', expected %s".formatted(key, text, expected), e);
    }
  }
}
