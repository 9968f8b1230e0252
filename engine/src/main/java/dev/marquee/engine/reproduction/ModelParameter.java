package dev.marquee.engine.reproduction;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// One thing about a model that may be set.
///
/// @param key what it goes by
/// @param initial its default value, as text
/// @param meaning in a few words, with the unit or the values that are allowed
/// @param grid what tuning tries; empty where it leaves the value alone
public record ModelParameter(String key, String initial, String meaning, List<String> grid) {

  /// A setting whose value, and those that tuning tries, become text.
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
