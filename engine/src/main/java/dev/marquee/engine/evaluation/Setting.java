package dev.marquee.engine.evaluation;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// One thing about a model that may be set.
///
/// @param key what it goes by
/// @param initial its value where nobody says otherwise, as text
/// @param meaning in a few words, with the unit or the values that are allowed
/// @param grid what tuning tries; empty where it leaves the value alone
public record Setting(String key, String initial, String meaning, List<String> grid) {

  static Setting of(String key, Object initial, String meaning, Object... grid) {
    return new Setting(
        key, text(initial), meaning, Arrays.stream(grid).map(Setting::text).toList());
  }

  /// A constant as it is written on a command line: `tf-idf` for `TF_IDF`.
  static String text(Object value) {
    return value instanceof Enum<?> constant
        ? constant.name().toLowerCase(Locale.ROOT).replace('_', '-')
        : value.toString();
  }
}
