package dev.marquee.engine.reproduction;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// A configurable parameter of a model.
///
/// @param key its name
/// @param initial its default value, as text
/// @param meaning a short description, with the unit or the allowed values
/// @param grid values that tuning tries; empty if it is not tuned
public record ModelParameter(String key, String initial, String meaning, List<String> grid) {

  /// A parameter whose default and grid values are converted to text.
  public static ModelParameter of(String key, Object initial, String meaning, Object... grid) {
    return new ModelParameter(
        key, text(initial), meaning, Arrays.stream(grid).map(ModelParameter::text).toList());
  }

  /// A value as it is written on a command line: `tf-idf` for `TF_IDF`, `128,64` for a list.
  static String text(Object value) {
    return switch (value) {
      case Enum<?> constant -> constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
      case List<?> list -> list.stream().map(Object::toString).collect(Collectors.joining(","));
      default -> value.toString();
    };
  }
}
