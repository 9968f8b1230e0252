package dev.marquee.engine.settings;

import dev.marquee.engine.DidYouMean;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Converts values of settings to text and back: numbers, `true` and `false`, words, durations such
/// as `30 s`, times, lists with commas, `none` for an empty optional.
final class SettingText {

  private static final String NONE = "none";

  private static final Pattern DURATION =
      Pattern.compile("(\\d+(?:\\.\\d+)?)\\s*(ms|s|min|m|h|d)", Pattern.CASE_INSENSITIVE);

  private SettingText() {}

  static boolean isMap(Type type) {
    return raw(type) == Map.class;
  }

  /// The type of a list's elements, an optional's value or a map's values.
  static Type inner(Type type) {
    Type[] all = ((ParameterizedType) type).getActualTypeArguments();
    return all[all.length - 1];
  }

  static Class<?> raw(Type type) {
    return type instanceof ParameterizedType generic
        ? (Class<?>) generic.getRawType()
        : (Class<?>) type;
  }

  /// `attributionWindow` as `attribution-window`, `TF_IDF` as `tf-idf`.
  static String kebab(String name) {
    return name.replaceAll("([a-z0-9])([A-Z])", "$1-$2").replace('_', '-').toLowerCase(Locale.ROOT);
  }

  static String of(Object value) {
    return switch (value) {
      case Enum<?> constant -> kebab(constant.name());
      case Duration duration -> of(duration);
      case List<?> list -> String.join(", ", list.stream().map(SettingText::of).toList());
      case Optional<?> optional -> optional.map(SettingText::of).orElse(NONE);
      case Double number -> plain(number.toString());
      case Float number -> plain(number.toString());
      case Record choice -> kebab(choice.getClass().getSimpleName()) + " " + only(choice);
      default -> value.toString();
    };
  }

  /// `30` for `30.0`, `0.0001` for `1.0E-4`.
  private static String plain(String number) {
    try {
      BigDecimal exact = new BigDecimal(number).stripTrailingZeros();
      return exact.scale() > 12 ? number : exact.toPlainString();
    } catch (NumberFormatException e) {
      return number; // not finite
    }
  }

  private static String of(Duration duration) {
    long millis = duration.toMillis();
    if (!duration.equals(Duration.ofMillis(millis))) {
      return duration.toString();
    }
    if (millis % 1_000 != 0) {
      return millis + " ms";
    }
    long seconds = millis / 1_000;
    if (seconds % 3_600 == 0 && seconds != 0) {
      return seconds / 3_600 + " h";
    }
    return seconds % 60 == 0 && seconds != 0 ? seconds / 60 + " min" : seconds + " s";
  }

  private static Object only(Record choice) {
    try {
      return choice.getClass().getRecordComponents()[0].getAccessor().invoke(choice);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(choice + " cannot be read", e);
    }
  }

  /// Parses a value.
  ///
  /// @throws IllegalArgumentException if the text is not a value of the type; see [#expected]
  static Object parse(Type type, String text) {
    String value = text.strip();
    Class<?> raw = raw(type);
    if (raw == int.class || raw == Integer.class) {
      return Integer.valueOf(value.replace("_", ""));
    } else if (raw == long.class || raw == Long.class) {
      return Long.valueOf(value.replace("_", ""));
    } else if (raw == double.class || raw == Double.class) {
      return Double.valueOf(value);
    } else if (raw == float.class || raw == Float.class) {
      return Float.valueOf(value);
    } else if (raw == boolean.class || raw == Boolean.class) {
      return flag(value);
    } else if (raw == String.class) {
      return value;
    } else if (raw == Duration.class) {
      return duration(value);
    } else if (raw == Instant.class) {
      return instant(value);
    } else if (raw.isEnum()) {
      return constant(raw, value);
    } else if (raw == List.class) {
      return Arrays.stream(value.split(",", -1)).map(one -> parse(inner(type), one)).toList();
    } else if (raw == Optional.class) {
      return value.isEmpty() || value.equals(NONE)
          ? Optional.empty()
          : Optional.of(parse(inner(type), value));
    } else if (raw.isSealed()) {
      return choice(raw, value);
    }
    throw new IllegalStateException("no settings of " + type);
  }

  private static boolean flag(String value) {
    return switch (value.toLowerCase(Locale.ROOT)) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException(value);
    };
  }

  private static Duration duration(String value) {
    Matcher written = DURATION.matcher(value);
    if (!written.matches()) {
      try {
        return Duration.parse(value);
      } catch (DateTimeException e) {
        throw new IllegalArgumentException(value, e);
      }
    }
    long unit =
        switch (written.group(2).toLowerCase(Locale.ROOT)) {
          case "ms" -> 1;
          case "s" -> 1_000;
          case "h" -> 3_600_000;
          case "d" -> 86_400_000;
          default -> 60_000;
        };
    BigDecimal nanos =
        new BigDecimal(written.group(1)).multiply(BigDecimal.valueOf(unit * 1_000_000));
    return Duration.ofNanos(nanos.longValue());
  }

  private static Instant instant(String value) {
    try {
      return OffsetDateTime.parse(value).toInstant();
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(value, e);
    }
  }

  private static Object constant(Class<?> type, String value) {
    for (Object constant : type.getEnumConstants()) {
      if (kebab(((Enum<?>) constant).name()).equalsIgnoreCase(value)) {
        return constant;
      }
    }
    throw new IllegalArgumentException(value);
  }

  /// Parses `blocks 16`: a record of a sealed interface, by its name and its only component.
  private static Object choice(Class<?> family, String value) {
    String[] words = value.split("\\s+", -1);
    for (Class<?> type : family.getPermittedSubclasses()) {
      if (words.length == 2 && kebab(type.getSimpleName()).equals(words[0])) {
        RecordComponent only = type.getRecordComponents()[0];
        return SettingTree.construct(
            type, List.of(only.getType()), List.of(parse(only.getType(), words[1])));
      }
    }
    throw new IllegalArgumentException(value);
  }

  /// Describes the values of a type, for error messages.
  static String expected(Type type) {
    Class<?> raw = raw(type);
    if (raw == int.class || raw == long.class || raw == Integer.class || raw == Long.class) {
      return "a whole number";
    } else if (raw == double.class || raw == float.class) {
      return "a number";
    } else if (raw == boolean.class) {
      return "true or false";
    } else if (raw == Duration.class) {
      return "a duration such as '200 ms', '30 s', '24 h' or 'PT30M'";
    } else if (raw == Instant.class) {
      return "a time with a zone, such as '2022-05-01T00:00+08:00'";
    } else if (raw == List.class) {
      return "a list such as '128, 64', each " + expected(inner(type));
    } else if (raw == Optional.class) {
      return expected(inner(type)) + ", or 'none'";
    } else if (raw == Map.class) {
      return "names and values below it, each " + expected(inner(type));
    } else if (raw.isEnum()) {
      return "one of " + String.join(", ", constants(raw));
    } else if (raw.isSealed()) {
      List<String> all = new ArrayList<>();
      for (Class<?> permitted : raw.getPermittedSubclasses()) {
        all.add("'" + kebab(permitted.getSimpleName()) + " N'");
      }
      return String.join(" or ", all);
    }
    return "text";
  }

  /// The nearest valid word as a question, for a type with a fixed set of values.
  static String guess(Type type, String text) {
    Class<?> raw = isMap(type) ? raw(inner(type)) : raw(type);
    return raw.isEnum() ? DidYouMean.guess(constants(raw), text) : "";
  }

  private static List<String> constants(Class<?> type) {
    return Arrays.stream(type.getEnumConstants())
        .map(constant -> kebab(((Enum<?>) constant).name()))
        .toList();
  }
}
